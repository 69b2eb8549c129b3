-- module: hypercare
-- Which version of the library's question an answer in a company's own words was written over, or last compared with.
alter table desk_entry add column from_version integer check (from_version >= 1);
