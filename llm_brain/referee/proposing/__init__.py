"""What a model may propose, and the door that takes or refuses it. A model adds nothing by itself; nothing here rolls a die."""
