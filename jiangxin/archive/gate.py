"""What was sealed stays as it was, and stays for its time (article 14(4)): in the database, whoever writes.

The day is that of the declared step, by which the wait before `propose_destruction` is measured as well.
"""

from django.conf import settings

from jiangxin.process.triggers import Gate

KEPT_ITS_TIME = Gate(
    "kept_its_time",
    f"""
  IF TG_OP = 'UPDATE' AND OLD.sealed_on IS NOT NULL THEN
    IF (NEW.round_id, NEW.file_id, NEW.sha256, NEW.size, NEW.sealed_on, NEW.retain_until) IS DISTINCT FROM
       (OLD.round_id, OLD.file_id, OLD.sha256, OLD.size, OLD.sealed_on, OLD.retain_until) THEN
      refused := 'what was sealed stays as it was';
    ELSIF length(NEW.data_key) = 0 AND NEW.state <> 'destroyed' THEN
      refused := 'its key is destroyed with it';
    ELSIF NEW.state <> OLD.state AND NEW.state IN ('condemned', 'destroyed') AND OLD.retain_until >= (
      (current_setting('jiangxin.step', true)::jsonb->>'at')::timestamptz AT TIME ZONE '{settings.TIME_ZONE}'
    )::date THEN
      refused := 'it is kept until the end of its retention';
    END IF;
  END IF;
""",
)
