"""No class is overfilled, in the database: however many registers are taken at once."""

from jiangxin.process.triggers import Gate

# Whoever stands in a register of a class is of that class. The class is locked before its people are counted.
WITHIN_CLASS = Gate(
    "within_class",
    """
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM training_trainingclass c JOIN training_lesson l ON l.training_class_id = c.id
      WHERE l.id = NEW.lesson_id AND c.quota IS NOT NULL FOR NO KEY UPDATE OF c;
    IF FOUND THEN
      PERFORM 1 FROM training_trainingclass c JOIN training_lesson l ON l.training_class_id = c.id
        WHERE l.id = NEW.lesson_id AND c.quota <= (
          SELECT count(DISTINCT a.application_id)
          FROM training_attendance a JOIN training_lesson o ON o.id = a.lesson_id
          WHERE o.training_class_id = c.id AND a.application_id <> NEW.application_id);
      IF FOUND THEN
        refused := 'the class is full';
      END IF;
    END IF;
  END IF;
""",
)
