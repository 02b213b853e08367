"""The hard gate of articles 2 and 20, in the database: no round takes applications outside its filing.

`rules.within_filing` says the same in sentences before the step is taken; this holds whoever writes, and however.
"""

from jiangxin.process.triggers import Gate

# FOR SHARE: a filing that ends (or a level that is taken out) at the same moment waits for the round, or it for them.
WITHIN_FILING = Gate(
    "within_filing",
    """
  IF NEW.state = 'open' AND (TG_OP = 'INSERT' OR (OLD.state, OLD.institution_id, OLD.filing_id, OLD.level_id,
      OLD.audience, OLD.apply_from, OLD.apply_until, OLD.planned_on) IS DISTINCT FROM (NEW.state, NEW.institution_id,
      NEW.filing_id, NEW.level_id, NEW.audience, NEW.apply_from, NEW.apply_until, NEW.planned_on)) THEN
    PERFORM 1 FROM standards_filing f
      WHERE f.id = NEW.filing_id AND f.state = 'valid' AND f.institution_id = NEW.institution_id
        AND NEW.audience = ANY (f.audiences)
        AND least(NEW.apply_from, NEW.planned_on) >= f.valid_from
        AND greatest(NEW.apply_until, NEW.planned_on) <= f.valid_until
      FOR SHARE;
    IF NOT FOUND THEN
      refused := 'the filing is not valid for this institution, audience or these days';
    ELSE
      PERFORM 1 FROM standards_filingscope s
        JOIN standards_standardlevel filed ON filed.id = s.level_id
        JOIN standards_standard edition ON edition.id = filed.standard_id
        JOIN standards_standardlevel wanted ON wanted.id = NEW.level_id AND wanted.level = filed.level
        JOIN standards_standard other ON other.id = wanted.standard_id
          AND other.occupation_id = edition.occupation_id
        WHERE s.filing_id = NEW.filing_id AND s.state = 'valid' AND s.valid_from <= NEW.apply_from
        FOR SHARE OF s;
      IF NOT FOUND THEN
        refused := 'the occupation and level are not in the scope of the filing';
      END IF;
    END IF;
  END IF;
""",
)
