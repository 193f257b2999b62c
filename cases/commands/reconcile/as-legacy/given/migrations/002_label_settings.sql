ALTER TABLE settings ADD COLUMN label text CHECK (label <> '');
