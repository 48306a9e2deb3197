"""The central model service: free prompts, answered by the narrators that have a model. Games know nothing of it.

`central.py` is the path; `line.py` lets in by priority; `cache.py` and `redis_cache.py` keep answers; `answering.py` asks
the narrators; `report.py` reads the numbers back.
"""
