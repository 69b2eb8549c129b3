-- module: test-plans
-- A picture goes with its bytes, whatever takes it away: its tester, a new try, or a wave that is removed.
create function forget_test_picture_file() returns trigger language plpgsql as $$
begin
  delete from stored_file where organization_id = old.organization_id and id = old.file_id;
  return null;
end $$;
create trigger with_its_bytes after delete on test_picture for each row execute function forget_test_picture_file();
