/**
 * What replication needs: the same client id at two nodes, orders found without reading every entity, and what was last agreed with
 * each peer about each space (core/sync/link.ts).
 */
export const LINKS_STEP = `
  CREATE TABLE clients_of_operations (
    id BLOB NOT NULL, operation INTEGER NOT NULL, PRIMARY KEY (id, operation)) STRICT, WITHOUT ROWID;
  INSERT INTO clients_of_operations SELECT id, operation FROM clients;
  DROP TABLE clients;
  ALTER TABLE clients_of_operations RENAME TO clients;
  CREATE INDEX entities_of_orders ON entities (kind) WHERE kind BETWEEN 1 AND 15;
  CREATE TABLE links (
    peer BLOB NOT NULL, space BLOB NOT NULL, state BLOB NOT NULL, PRIMARY KEY (peer, space)) STRICT, WITHOUT ROWID;`
