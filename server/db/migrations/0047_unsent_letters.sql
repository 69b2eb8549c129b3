-- module: attention
-- Whether letters of a message still wait or are on the way is known without walking through all that have left.

create index outgoing_mail_unsent on outgoing_mail (organization_id, subject_id) where state in ('waiting', 'sending');
