-- What a step of a job came to, for the tries after it: see JobContext.step. Null where nothing was to be kept.
ALTER TABLE kernel.job_effect ADD COLUMN result jsonb;
