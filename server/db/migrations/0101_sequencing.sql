-- module: packages
-- Packages of several parts: the rules by which they follow each other, and where somebody is in them.

-- Of SCORM 2004, where the package has rules of its own.
alter table content_package add column sequence jsonb;

-- Of such a package: which part is open, what may be opened from there, and what the library keeps for itself.
alter table content_attempt add column place jsonb;
