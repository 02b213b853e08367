"""No round is oversold, in the database: whoever writes a confirmed place, and however many at once.

The round's row is locked before its confirmed places are counted, so two that want the last one wait for each other;
the count is read after the lock, and sees what the other has committed.
"""

from jiangxin.process.triggers import Gate

# NO KEY UPDATE lets others refer to the round meanwhile; it excludes whoever confirms a place or changes the quota.
WITHIN_QUOTA = Gate(
    "within_quota",
    """
  IF NEW.state = 'held' AND (TG_OP = 'INSERT' OR OLD.state <> 'held' OR OLD.round_id <> NEW.round_id) THEN
    PERFORM 1 FROM rounds_round r WHERE r.id = NEW.round_id FOR NO KEY UPDATE;
    PERFORM 1 FROM rounds_round r WHERE r.id = NEW.round_id AND r.quota <= (
      SELECT count(*) FROM enrolment_place p WHERE p.round_id = NEW.round_id AND p.state = 'held' AND p.id <> NEW.id);
    IF FOUND THEN
      refused := 'all places of the round are confirmed';
    END IF;
  END IF;
""",
)
