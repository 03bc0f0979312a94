"""The run: plan, store, production of editions, deposit of the work, pipeline."""
