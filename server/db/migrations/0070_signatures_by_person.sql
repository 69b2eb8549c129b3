-- module: hypercare
-- Who is named may change between two signatures: each stands by whom it was given.
alter table handover_signature drop constraint handover_signature_pkey;
alter table handover_signature add primary key (organization_id, wave_id, part, person_id);
