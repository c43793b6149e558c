package com.jisu.logs.parsers.container;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.application.ApplicationParser;
import com.jisu.logs.parsers.document.AccessObjects;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.Dataset;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.LineTexts;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.document.ShipperZone;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.NginxParser;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.Moment;
import java.util.Arrays;
import java.util.List;

/** Containers: Docker's json-file lines, CRI lines, and what the container itself wrote inside of them. */
public final class DockerParser implements LogTypeParser {

    /** The {@code fields.logtype} of its lines. */
    public static final String LOG_TYPE = "docker";

    private static final Dataset DATASET = new Dataset("docker");
    private static final Key LOG = Keys.known("log");
    private static final Key STREAM = Keys.known("stream");
    private static final Key TIME = Keys.known("time");
    private static final Key ATTRS = Keys.known("attrs");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key MSG = Keys.known("msg");
    private static final Key CONTAINER = Keys.known("container");
    private static final Key CONTAINER_NAME = Keys.known("container_name");
    /** Bytes of text, of which dockerd makes a part of a line that is longer. */
    private static final int PART = 16 * 1024;

    /** Bytes that such a text may have less, where a character would have been cut at its end. */
    private static final int CUT_CHARACTER = 3;

    private static final List<Key> IMAGES = List.of(Keys.known("image"), Keys.known("container_image"));

    private final ApplicationParser application;
    private final NginxParser nginx;
    private final AccessObjects accessObjects;
    private final ContainerText containerText = new ContainerText();
    private final ShipperZone shipperZone = new ShipperZone();
    private final IsoTime isoTime = new IsoTime();
    private final Moment moment = new Moment();

    /** What follows the text in the line's other parts. */
    private byte[] rest = {};

    // The line that was parsed last, where an engine wrote it.
    private Leaf stream;
    private Leaf text;
    private boolean cut;
    private long engineTime;
    private boolean timeOfLine;

    /** @param accessObjects for lines of servers that are no JSON, but look like it */
    public DockerParser(ApplicationParser application, NginxParser nginx, AccessObjects accessObjects) {
        this.application = application;
        this.nginx = nginx;
        this.accessObjects = accessObjects;
    }

    @Override
    public String logType() {
        return LOG_TYPE;
    }

    @Override
    public void parse(Document document) {
        stream = null;
        JsonValue line = document.get(Field.MESSAGE);
        if (document.schema() == Schema.LOGSTASH) {
            parseLogstash(document, line);
            return;
        }
        if (JsonValue.isPresent(line)) {
            parseLine(document, line);
        }
        DATASET.put(document);
        document.copyEnvironment();
    }

    /** Sets what follows the text of the next lines that are parsed; an empty array for nothing. */
    public void setRest(byte[] newRest) {
        rest = newRest;
    }

    /** The text in a line that an engine wrote, as it was parsed before. */
    public Leaf textIn(LineTexts lines, Leaf line) {
        JsonObject json = lines.objectIn(line);
        if (json != null) {
            return lines.of(json.leaf(LOG));
        }
        Leaf whole = lines.of(line);
        return Leaf.text(whole.bytes(), CriLine.textFrom(whole.bytes(), whole.to()), whole.to());
    }

    /** The stream of the line that was parsed last; null where no engine wrote it. */
    public Leaf stream() {
        return stream;
    }

    /** The text in that line, as it stands there. */
    public Leaf text() {
        return text;
    }

    /** Whether that line goes on in the next one of its stream. */
    public boolean isCut() {
        return cut;
    }

    /** Whether the text in that line has a line end. */
    public boolean isEnded() {
        return isEnded(text);
    }

    /** Its engine's time, as {@link ContainerLine} has it. */
    public long engineTime() {
        return engineTime;
    }

    /** Whether all parts of that line have this time. */
    public boolean isTimeOfLine() {
        return timeOfLine;
    }

    /** Whether a text of so many bytes is none that dockerd would go on with in another line. */
    public static boolean isTooShortForPart(int textBytes) {
        return textBytes < PART - CUT_CHARACTER;
    }

    private void parseLogstash(Document document, JsonValue line) {
        if (!JsonValue.isPresent(line)) {
            return;
        }
        JsonObject json = ApplicationParser.json(document, line);
        if (json == null) {
            document.tag(Tag.JSON_FAILURE);
        } else {
            application.merge(document, json);
        }
    }

    private void parseLine(Document document, JsonValue line) {
        JsonObject json = ApplicationParser.json(document, line);
        if (json == null) {
            parseText(document, line);
        } else if (json.get(LOG) instanceof Leaf log && log.isString() && isEnvelope(json)) {
            unwrap(document, json, log);
        } else {
            mergeObject(document, json);
        }
    }

    /** A text in {@code log} is the line, unless the object has a message: then it is an application's own. */
    private static boolean isEnvelope(JsonObject json) {
        return !JsonValue.isPresent(json.get(MESSAGE)) && !JsonValue.isPresent(json.get(MSG));
    }

    private void unwrap(Document document, JsonObject json, Leaf log) {
        document.rule(Rule.ENVELOPE);
        json.remove(LOG);
        final boolean timed = takeTime(document, json);
        JsonValue labels = json.get(ATTRS);
        if (labels instanceof JsonObject && document.setIfFree(Field.CONTAINER_LABELS, labels)) {
            json.remove(ATTRS);
        }
        final JsonValue itsStream = json.get(STREAM);
        mergeObject(document, json);
        document.rule(Rule.ENVELOPE);
        document.madeBy(Rule.ENVELOPE, Field.STREAM);
        Leaf inside = document.lines().of(log);
        document.asks(AskedValues.Question.ENGINE_TEXT, log);
        // Other drivers, whose objects have no stream, end no line.
        if (timed && itsStream instanceof Leaf leaf && leaf.isString()) {
            setLine(leaf, inside, isPart(inside));
            timeOfLine = true;
        }
        Leaf line = withoutEnd(whole(inside));
        document.set(Field.MESSAGE, line);
        parseInner(document, line, timed);
    }

    /** Makes the engine's time the document's; says whether there is one. */
    private boolean takeTime(Document document, JsonObject json) {
        if (!(json.get(TIME) instanceof Leaf time) || !time.isString()) {
            return false;
        }
        int quote = time.kind() == Leaf.Kind.STRING ? 1 : 0;
        boolean isTime = isoTime.parse(time.bytes(), time.from() + quote, time.to() - quote, moment);
        if (isTime && moment.isStorable()) {
            document.asks(AskedValues.Question.ENGINE_TIME, time);
            document.setTime(moment, time);
            json.remove(TIME);
            engineTime = nanos(moment);
        } else {
            engineTime = ContainerLine.NO_TIME;
            document.tag(isTime ? Tag.OUT_OF_RANGE : Tag.DATE_FAILURE);
        }
        return true;
    }

    private void setLine(Leaf itsStream, Leaf itsText, boolean isCut) {
        stream = itsStream;
        text = itsText;
        cut = isCut;
    }

    /** A time that can be stored, as {@link ContainerLine} has it. */
    public static long nanos(Moment storable) {
        return storable.seconds() * 1_000_000_000L + storable.nanos();
    }

    /**
     * Whether dockerd goes on with a text in the line behind it: where it does not end, and has as many bytes as are a
     * part. Each byte that was no UTF-8 has become U+FFFD, which has three; and not every U+FFFD has been one. A
     * shorter one without an end is the last that a container wrote.
     */
    private static boolean isPart(Leaf line) {
        if (isTooShortForPart(line.length()) || isEnded(line)) {
            return false;
        }
        boolean ascii = true;
        int replaced = 0;
        byte[] bytes = line.bytes();
        for (int i = line.from(); i < line.to(); i++) {
            ascii &= bytes[i] >= 0;
            if (bytes[i] == (byte) 0xBD
                    && i - 2 >= line.from()
                    && bytes[i - 1] == (byte) 0xBF
                    && bytes[i - 2] == (byte) 0xEF) {
                replaced++;
            }
        }
        return line.length() - 2 * replaced <= PART && line.length() >= (ascii ? PART : PART - CUT_CHARACTER);
    }

    /** A line's text with that of its other parts. */
    private Leaf whole(Leaf first) {
        if (rest.length == 0) {
            return first;
        }
        byte[] joined = Arrays.copyOfRange(first.bytes(), first.from(), first.to() + rest.length);
        System.arraycopy(rest, 0, joined, first.length(), rest.length);
        return Leaf.text(joined, 0, joined.length);
    }

    private static boolean isEnded(Leaf line) {
        return line.length() > 0 && line.bytes()[line.to() - 1] == '\n';
    }

    private static Leaf withoutEnd(Leaf line) {
        if (!isEnded(line)) {
            return line;
        }
        int to = line.to() - 1;
        boolean carriageReturn = to > line.from() && line.bytes()[to - 1] == '\r';
        return Leaf.text(line.bytes(), line.from(), carriageReturn ? to - 1 : to);
    }

    private void mergeObject(Document document, JsonObject json) {
        document.rule(Rule.CONTAINER);
        takeContainer(document, json);
        application.merge(document, json);
    }

    private static void takeContainer(Document document, JsonObject json) {
        JsonValue name = ApplicationParser.takeString(json, CONTAINER_NAME);
        if (name instanceof Leaf leaf) {
            String text = leaf.text();
            json.put(CONTAINER_NAME, text.startsWith("/") ? Leaf.text(text.substring(1)) : leaf);
        }
        for (Key key : IMAGES) {
            JsonValue image = ApplicationParser.takeString(json, key);
            if (image != null && !document.setIfFree(Field.CONTAINER_IMAGE, image)) {
                json.put(key, image);
            }
        }
    }

    private void parseText(Document document, JsonValue message) {
        if (!(message instanceof Leaf leaf) || !leaf.isString()) {
            document.tag(Tag.JSON_FAILURE);
            return;
        }
        Leaf whole = document.lines().of(leaf);
        byte[] all = whole.bytes();
        int to = whole.to();
        int cri = CriLine.textFrom(all, to);
        if (cri >= 0 && isoTime.parse(all, 0, CriLine.timeEnd(all, to), moment) && moment.isStorable()) {
            document.rule(Rule.ENVELOPE);
            document.setTime(moment);
            setLine(CriLine.stream(all, to), Leaf.text(all, cri, to), CriLine.isCut(all, to));
            engineTime = nanos(moment);
            timeOfLine = false;
            document.set(Field.STREAM, stream);
            Leaf line = whole(text);
            document.set(Field.MESSAGE, line);
            parseInner(document, line, true);
        } else if (document.has(Field.STREAM) || document.root().get(CONTAINER) != null) {
            parseInner(document, whole, true);
        } else {
            document.tag(Tag.JSON_FAILURE);
        }
    }

    /** @param timed whether the text's time is known */
    private void parseInner(Document document, Leaf inside, boolean timed) {
        if (document.text(Field.FORMAT).equals(NginxParser.LOG_TYPE)) {
            nginx.parse(document);
            return;
        }
        if (PlainText.isPlain(inside.bytes(), inside.from(), inside.to())) {
            document.asks(AskedValues.Question.PLAIN_TEXT, inside);
            return;
        }
        JsonObject json = document.lines().object(inside);
        if (json != null) {
            application.merge(document, json);
            return;
        }
        document.asksMore();
        parseText(document, AnsiColours.without(inside), timed);
    }

    private void parseText(Document document, Leaf line, boolean timed) {
        document.set(Field.MESSAGE, line);
        JsonObject almost = accessObjects.almost(line.bytes(), line.from(), line.to());
        if (almost != null) {
            application.merge(document, almost);
        } else if (!nginx.parseText(document, copy(line))) {
            containerText.put(document, line, shipperZone.of(document), timed);
        }
    }

    private static Leaf copy(Leaf text) {
        byte[] bytes = Arrays.copyOfRange(text.bytes(), text.from(), text.to());
        return Leaf.text(bytes, 0, bytes.length);
    }
}
