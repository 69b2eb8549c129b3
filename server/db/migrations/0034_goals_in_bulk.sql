-- module: goals
-- Many goals that are written in one go, as when an earlier tool is brought over: the plan made
-- while the table was still small, to read all of it, would be kept for the last of them.
alter function goal_knows_its_parent() set enable_seqscan = off;
alter function goal_tells_its_children() set enable_seqscan = off;
