-- module: pulse
-- Which version of the library's survey a draft began as, or was last compared with; not known of those before.
alter table pulse_survey add column from_version integer check (from_version >= 1);
