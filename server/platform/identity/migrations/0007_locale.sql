-- The language that a person reads, as a BCP 47 tag; null: nobody said. Mail is written in it where its template knows it.
ALTER TABLE identity."user" ADD COLUMN locale text CHECK (length(locale) BETWEEN 2 AND 35);
