package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LevelWords;
import com.jisu.logs.parsers.document.ProgramPlace;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a container's plain text says of itself at its beginning: a level, where in the program it was written, and when. Used
 * by one thread.
 */
final class ContainerText {

    /** Characters at the beginning that are looked at. */
    private static final int MAX_HEAD = 1024;

    /** Kubernetes' klog, and its relatives: level, perhaps the year, month and day, time, thread, place. */
    private static final Pattern KLOG = Pattern.compile(
            "([IWEFD])(\\d{4})?(\\d{2})(\\d{2}) (\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?) +\\d{1,10} ([^\\s:\\]]{1,256}):(\\d{1,9})\\] ");

    private static final Pattern PAIR =
            Pattern.compile("([\\w.@-]{1,64})=(?:\"((?:[^\"\\\\]|\\\\.){0,512})\"|(\\S{0,512}))");

    private static final String WORDS =
            "TRACE|DEBUG|INFORMATION|INFO|NOTICE|WARNING|WARN|ERROR|ERR|SEVERE|CRITICAL|CRIT|ALERT|EMERGENCY|EMERG|FATAL|PANIC"
                    + "|TRC|VRB|DBG|DBUG|INF|WRN|EROR|FTL|PNC";

    /** What is meant by those of these words that are no words of levels elsewhere. */
    private static final Map<String, Leaf> SHORT = Map.of(
            "trc", LevelWords.of("trace"),
            "vrb", LevelWords.of("trace"),
            "dbg", LevelWords.of("debug"),
            "dbug", LevelWords.of("debug"),
            "inf", LevelWords.of("info"),
            "wrn", LevelWords.of("warn"),
            "eror", LevelWords.of("error"),
            "ftl", LevelWords.of("fatal"),
            "pnc", LevelWords.of("fatal"));

    /** Words in capitals that are a level at the beginning of a text. */
    static final List<byte[]> LEVELS = Stream.of(WORDS.split("\\|"))
            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
            .toList();

    private static final String TIME =
            "\\[?(?:\\d{1,2}-[A-Z][a-z]{2}-\\d{4} )?\\d[\\d:.,/TZ+-]{0,40}\\]?(?: \\[?\\d[\\d:.,Z+-]{0,40}\\]?)?(?: ?[AP]M)?"
                    + "(?: ?[+-]\\d{2}:?\\d{2}| (?:UTC|GMT|CES?T|EES?T|WES?T|MSK|JST|[ECMP][SD]T))?\\]?";

    /** A thread or a process, in brackets or as a number. */
    private static final String THREAD = "[\\[(][^\\])]{1,64}[\\])][ \\t]+|\\d{1,10} +";

    /** The same behind a time, or a place of a program in brackets. */
    private static final String THREAD_OR_PLACE = "[\\[({](?<inside>[^\\])}]{1,256})[\\])}][ \\t]+|\\d{1,10} +";

    /** A name, between dashes or not, which is no word in capitals; or one that a dot joins to the word. */
    private static final String NAME =
            "- \\S{1,256} - |- |(?=\\S*[a-z])[\\w.$:/-]{1,256}[ \\t]|[\\w.-]{1,64}\\.(?=[A-Z]{3,12}: )";

    /** Words for levels that begin sentences about something else. */
    private static final Set<String> NOUNS = Set.of("INFORMATION", "NOTICE", "ALERT", "EMERGENCY");

    private static final Pattern SENTENCE = Pattern.compile(" +\\p{Ll}.*", Pattern.DOTALL);

    /**
     * One of the words, in brackets or not; in front of it a time, a thread or process, and a name at most; and in front of
     * that a letter for the same level, or a process.
     */
    private static final Pattern LEVEL = Pattern.compile("(?:(?:[A-Z], |\\[\\d{1,10}\\] (?=\\d))?(" + TIME
            + ")(?: #\\d{1,10}\\])?(?:[ \\t:|]+|(?=\\[))(?:" + THREAD_OR_PLACE + ")??(?:" + NAME + ")??|(?:" + THREAD
            + ")??(?:- \\S{1,256} - )?)[\\[(<]?(?<word>" + WORDS
            + "|LOG(?=:))(?: {1,8}(?=\\]))?[\\])>]?(?=[\\s:,|\\[-]|$)");

    /** A place of a program: a file, with or without folders, and a line. */
    private static final Pattern PLACE = Pattern.compile("([^\\s:]{1,256}):(\\d{1,9})");

    private final LogTime logTime = new LogTime();
    private final Moment time = new Moment();

    /**
     * Puts what a text says of itself.
     *
     * @param zone that of times which name none
     * @param timed whether the engine has told the time, which counts more
     */
    void put(Document document, Leaf text, LocalZone zone, boolean timed) {
        int to = Math.min(text.to(), text.from() + MAX_HEAD);
        String head = new String(text.bytes(), text.from(), to - text.from(), StandardCharsets.UTF_8);
        document.rule(Rule.CONTAINER_TEXT);
        Matcher klog = KLOG.matcher(head);
        if (klog.lookingAt()) {
            putKlog(document, klog, zone, timed);
        } else if (!putPairs(document, head, zone, timed)) {
            putLevelWord(document, head, zone, timed);
        }
    }

    private void putKlog(Document document, Matcher klog, LocalZone zone, boolean timed) {
        String level = switch (klog.group(1).charAt(0)) {
            case 'D' -> "debug";
            case 'I' -> "info";
            case 'W' -> "warn";
            case 'E' -> "error";
            default -> "fatal";
        };
        document.setIfFree(Field.LOG_LEVEL, Leaf.text(level));
        putPlace(document, klog.group(6), klog.group(7));
        int month = Integer.parseInt(klog.group(3));
        int day = Integer.parseInt(klog.group(4));
        if (!timed && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
            int year = klog.group(2) == null ? year(document.time(), month) : Integer.parseInt(klog.group(2));
            putTime(document, String.format("%04d-%02d-%02d %s", year, month, day, klog.group(5)), zone);
        }
    }

    /** The year of a month that is near to a time. */
    private static int year(Moment near, int month) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(near.seconds()), ZoneOffset.UTC);
        int ahead = month - date.getMonthValue();
        return date.getYear() + (ahead > 6 ? -1 : ahead < -6 ? 1 : 0);
    }

    /** Pairs of a key and a value, with which the text begins: those of a level, a time and a place are looked for. */
    private boolean putPairs(Document document, String head, LocalZone zone, boolean timed) {
        Matcher pair = PAIR.matcher(head);
        if (!pair.lookingAt()) {
            return false;
        }
        boolean hasTime = timed;
        do {
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            switch (pair.group(1)) {
                case "level", "lvl", "severity" -> putWord(document, value);
                case "ts", "time", "t", "timestamp" -> hasTime = hasTime || putTime(document, value, zone);
                case "source", "file", "src", "location" -> putPlace(document, ProgramPlace.of(value));
                case "caller" -> {
                    Matcher place = PLACE.matcher(value);
                    if (place.matches()) {
                        putPlace(document, place.group(1), place.group(2));
                    }
                }
                default -> {
                    // what else it says is in the message
                }
            }
        } while (pair.find());
        return true;
    }

    private static void putWord(Document document, String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        Leaf level = LevelWords.of(lower);
        if (!lower.isEmpty()) {
            document.setIfFree(Field.LOG_LEVEL, level == null ? Leaf.text(lower) : level);
        }
    }

    private void putLevelWord(Document document, String head, LocalZone zone, boolean timed) {
        Matcher word = LEVEL.matcher(head);
        if (!word.lookingAt()) {
            return;
        }
        boolean isNoun = word.start("word") == 0 && NOUNS.contains(word.group("word"));
        if (isNoun && SENTENCE.matcher(head.substring(word.end())).matches()) {
            return;
        }
        boolean dated = word.group(1) != null;
        String lower = word.group("word").toLowerCase(Locale.ROOT);
        Leaf level = LevelWords.of(lower);
        document.setIfFree(Field.LOG_LEVEL, level == null ? SHORT.get(lower) : level);
        if (word.group("inside") != null) {
            putPlace(document, ProgramPlace.of(word.group("inside")));
        }
        if (!timed && dated) {
            putTime(document, word.group(1).replace("[", "").replace("]", "").strip(), zone);
        }
    }

    private static void putPlace(Document document, Optional<ProgramPlace> place) {
        place.ifPresent(at -> putPlace(document, at.file(), at.line()));
    }

    private static void putPlace(Document document, String file, String line) {
        document.setIfFree(Field.ORIGIN_FILE, Leaf.text(file));
        document.setIfFree(Field.ORIGIN_LINE, Leaf.number(Long.parseLong(line)));
    }

    private boolean putTime(Document document, String text, LocalZone zone) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean read = logTime.parse(bytes, 0, bytes.length, zone, time) && time.isStorable();
        if (read) {
            document.setTime(time);
        }
        return read;
    }
}
