"""`make fetch-models`: the weights of the neural cast, fetched once into the folders that the services read."""
