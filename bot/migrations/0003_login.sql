-- Tries to log in without success, in a row, by a hash of the name that was given: whether there is such an account
-- makes no difference, so that who tries names learns nothing. A hash, since people type passwords in the wrong field.
CREATE TABLE attempt (
    name_sha256 TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    until TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_until ON attempt (until);

-- Who was sent to the municipality's own login and has not come back, by a hash of the token in their browser.
CREATE TABLE sent (
    token_sha256 TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    expires TEXT NOT NULL
) STRICT;
CREATE INDEX sent_expires ON sent (expires);

-- What was done stays written, whatever the program does.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
CREATE TRIGGER audit_is_not_emptied BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is only added to');
END;
