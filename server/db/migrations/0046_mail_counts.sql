-- module: attention
-- The outgoing-mail page counts and lists by state and by kind without walking through every letter there ever was.

create index outgoing_mail_by_state on outgoing_mail (organization_id, state, created_at desc, id);
create index outgoing_mail_by_kind on outgoing_mail (organization_id, kind, state, created_at desc, id);
