/**
 * What is sealed here of each space, noted so that « nothing changed » is answered without reading every segment. The note goes by itself
 * with the first segment that comes, is sealed, changes or goes: whoever touches them can't forget it.
 */
const FORGET = (log: string) => `DELETE FROM held WHERE space = (SELECT space FROM logs WHERE key = ${log}.log);`

export const HELD_STEP = `
  CREATE TABLE held (space BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX segments_open ON segments (log) WHERE signature IS NULL;
  CREATE TRIGGER held_when_added AFTER INSERT ON segments WHEN NEW.hash IS NOT NULL BEGIN ${FORGET('NEW')} END;
  CREATE TRIGGER held_when_saved AFTER UPDATE ON segments WHEN NEW.hash IS NOT NULL OR OLD.hash IS NOT NULL
    BEGIN ${FORGET('NEW')} ${FORGET('OLD')} END;
  CREATE TRIGGER held_when_gone AFTER DELETE ON segments WHEN OLD.hash IS NOT NULL BEGIN ${FORGET('OLD')} END;`
