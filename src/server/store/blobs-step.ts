/**
 * Which blobs entities name, and whether each is here **for that space**: a blob that came for a private space isn't given to whoever
 * writes its hash into a public one (F1 of core/sync/SPEC.md). `is_here`: 0 not yet, 1 here, 2 here once and then found missing or
 * altered. What an erased entity named stays noted, unnamed, until its file is gone.
 */
export const BLOBS_STEP = `
  CREATE TABLE blob_names (
    entity TEXT NOT NULL, hash TEXT NOT NULL, space INTEGER NOT NULL, weight INTEGER NOT NULL, is_here INTEGER NOT NULL,
    is_named INTEGER NOT NULL, UNIQUE (entity, hash)) STRICT;
  CREATE INDEX blob_names_by_hash ON blob_names (hash);
  CREATE INDEX blob_names_awaited ON blob_names (space) WHERE is_named = 1 AND is_here <> 1;
  CREATE INDEX blob_names_unnamed ON blob_names (entity) WHERE is_named = 0;`
