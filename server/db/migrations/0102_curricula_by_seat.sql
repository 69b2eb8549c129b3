-- module: training
-- Champions and trainers have a curriculum of their own, by the role that they hold, and a whole
-- curriculum can give a certificate. See docs/decisions/training.md and certificates.md.

alter table training_assignment drop constraint training_assignment_role_check;
alter table training_assignment add constraint training_assignment_role_check
  check (role in ('employees', 'managers', 'leaders', 'hr', 'champions', 'trainers'));

-- A course, or the curriculum of a role: `curriculum:managers`.
alter table training_certificate_rule drop constraint training_certificate_rule_course_id_check;
alter table training_certificate_rule add constraint training_certificate_rule_course_id_check
  check (course_id ~ '^([a-z0-9-]{1,60}|curriculum:(employees|managers|leaders|hr|champions|trainers))$');

-- Of a curriculum: its courses as they were then, each with the version that was finished.
alter table training_certificate add column covers jsonb;
