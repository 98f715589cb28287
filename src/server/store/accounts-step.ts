/** Accounts live on their node and nowhere else: nothing here is replicated or derived. Times are `aged` or `sure` milliseconds (accounts/moments.ts) unless named `wall`. */
export const ACCOUNTS_STEP = `
  CREATE TABLE steadiness (
    key INTEGER PRIMARY KEY, boot TEXT NOT NULL, uptime INTEGER NOT NULL, wall INTEGER NOT NULL, sure INTEGER NOT NULL,
    aged INTEGER NOT NULL, base INTEGER NOT NULL, ahead INTEGER) STRICT;
  CREATE TABLE credentials (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, type TEXT NOT NULL, lookup BLOB, secret BLOB,
    facts TEXT NOT NULL, label TEXT NOT NULL, wall INTEGER NOT NULL, suspended INTEGER) STRICT;
  CREATE INDEX credentials_by_person ON credentials (person);
  CREATE UNIQUE INDEX credentials_by_lookup ON credentials (lookup) WHERE lookup IS NOT NULL;
  CREATE TABLE sessions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, token BLOB NOT NULL UNIQUE, person TEXT NOT NULL, method TEXT NOT NULL,
    factors INTEGER NOT NULL, device BLOB, label TEXT NOT NULL, wall INTEGER NOT NULL, made INTEGER NOT NULL, seen INTEGER NOT NULL,
    idle INTEGER NOT NULL, cap INTEGER NOT NULL) STRICT;
  CREATE INDEX sessions_by_person ON sessions (person);
  CREATE TABLE devices (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, device BLOB NOT NULL, label TEXT NOT NULL,
    number TEXT NOT NULL, admitted INTEGER NOT NULL, wall INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX devices_by_person ON devices (person, device);
  CREATE TABLE invitations (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code BLOB NOT NULL UNIQUE, association TEXT, role TEXT NOT NULL,
    office TEXT NOT NULL, name TEXT NOT NULL, until TEXT NOT NULL, inviter TEXT NOT NULL, wall INTEGER NOT NULL,
    expires INTEGER NOT NULL, used INTEGER, person TEXT) STRICT;
  CREATE TABLE recoveries (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, claim BLOB NOT NULL UNIQUE, number TEXT NOT NULL, person TEXT NOT NULL,
    wall INTEGER NOT NULL, expires INTEGER NOT NULL, first TEXT, second TEXT, ended INTEGER) STRICT;
  CREATE INDEX recoveries_by_person ON recoveries (person);
  CREATE TABLE holds (person TEXT PRIMARY KEY, until INTEGER NOT NULL, recovery TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE throttles (
    name TEXT PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE notices (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL, event TEXT NOT NULL, facts TEXT NOT NULL,
    wall INTEGER NOT NULL) STRICT;
  CREATE INDEX notices_by_person ON notices (person);
  CREATE TABLE endings (mandate TEXT PRIMARY KEY, officer TEXT NOT NULL, wall INTEGER NOT NULL) STRICT, WITHOUT ROWID;`
