-- module: hypercare
-- How whoever asked wrote last: the Message-ID of their mail (empty: it had none); null: in the app. The answer comes the same way.
alter table desk_question add column by_mail text check (length(by_mail) <= 500);

-- Nothing is given out of a part of the company any more: whether the habit is back there cannot be told.
alter table hypercare_fall add column lost boolean not null default false;
