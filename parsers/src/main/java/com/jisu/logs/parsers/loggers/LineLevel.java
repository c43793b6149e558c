package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.json.Leaf;
import java.util.List;

/** Finds the level of a line among the keys that may have it. */
final class LineLevel {

    private static final String OWN = "log.level";

    private LineLevel() {}

    /** Which of the keys that may have it has the level; null where none has. */
    static Found take(Document document, List<Found> found) {
        Found best = null;
        for (Found each : found) {
            document.asks(AskedValues.Question.SAME, (Leaf) each.value());
            boolean better = best == null
                    || (isNumber(each) == isNumber(best) ? each.isBefore(best) : isNumber(best) && !isOwn(best));
            if (better) {
                best = each;
            }
        }
        return best;
    }

    /**
     * Takes the level out of a line, in its one spelling; what has its own name is spelled so where it is.
     *
     * @param found all that may be it
     * @param gelf whether numbers are syslog's
     * @return null where it has its own name
     */
    static Leaf spelled(Document document, Found level, List<Found> found, boolean gelf) {
        Leaf spelled = spelled(level, gelf);
        document.makes(spelled, (Leaf) level.value());
        level.take();
        for (Found each : found) {
            // A level's number beside a word says it again, as another spelling does; other words and numbers stay.
            boolean again = Level.isNumberOfLevel((Leaf) each.value()) && !isNumber(level)
                    || spelled(each, gelf).text().equals(spelled.text());
            if (again) {
                each.take();
            }
        }
        if (!isOwn(level)) {
            return spelled;
        }
        level.in().put(level.key(), spelled);
        return null;
    }

    private static boolean isOwn(Found level) {
        boolean path = level.meaning().path().length > 0 && level.name().name().equals("log");
        return level.source() == 0 && (path || level.name().name().equals(OWN));
    }

    private static boolean isNumber(Found level) {
        return Level.isNumber((Leaf) level.value());
    }

    private static Leaf spelled(Found level, boolean gelf) {
        Leaf value = (Leaf) level.value();
        return switch (level.form()) {
            case SYSLOG_LEVEL -> Level.ofSyslog(value);
            case SEVERITY_LEVEL -> Level.ofSeverity(value);
            case DATABASE_LEVEL -> Level.ofDatabase(value);
            default -> gelf ? Level.ofSyslog(value) : Level.of(value);
        };
    }
}
