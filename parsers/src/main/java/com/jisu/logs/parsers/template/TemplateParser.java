package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.application.ApplicationParser;
import com.jisu.logs.parsers.container.DockerParser;
import com.jisu.logs.parsers.container.LineSources;
import com.jisu.logs.parsers.container.PlainText;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.DocumentId;
import com.jisu.logs.parsers.document.FieldFit;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.document.LongText;
import com.jisu.logs.parsers.document.ScalarFit;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.AccessTemplate;
import com.jisu.logs.parsers.nginx.JsonAccessTemplate;
import com.jisu.logs.parsers.time.IsoTime;
import com.jisu.logs.parsers.time.Moment;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the documents of events that are written like others before them, as most are: by a template, without taking
 * them apart. They are the documents that the rules would make. Used by one thread.
 */
public final class TemplateParser {

    /** Bytes of events and documents that one parser has learned from; before there are more, all is forgotten. */
    private static final int MAX_BYTES = 4 << 20;

    /** Bytes of the largest event that is learned from. */
    private static final int MAX_EVENT = 1 << 14;

    /** Events that it costs to learn from one, about: so many have to be known before the next unknown one is. */
    private static final int COST = 64;

    /** At the start, and after many events that were known, so many may be learned from. */
    private static final int MAX_CREDIT = 2000 * COST;

    /** One event of so many is learned from without. */
    private static final int NOW_AND_THEN = 64;

    /** One document of so many that are made here is made by the rules, too. */
    public static final int CHECKED = 1024;

    private static final Leaf NO_TEXT = Leaf.text("");
    private static final Key NAME = Keys.known("name");
    private static final Logger LOG = LoggerFactory.getLogger(TemplateParser.class);
    private static final List<String> LOST_TAGS = List.of(Tag.GEOIP_FAILURE);

    private final TrieReader reader;
    private final TemplateMaker maker;
    private final AccessTemplate access;
    private final JsonAccessTemplate accessObject;
    private final Arrival arrival;
    private final FieldFit fit;
    private final ApplicationParser application;
    private final LineSources lineSources = new LineSources();
    private final DocumentId documentId = new DocumentId();
    private final IsoTime isoTime = new IsoTime();
    private final Moment eventTime = new Moment();
    private final Moment time = new Moment();
    private long engineTime;
    private final TemplateWriter writer;
    private final long maxAgeMillis;
    private final long maxAheadMillis;
    private final int maxFields;
    private int bytes;
    private int credit = MAX_CREDIT;
    private boolean failed;
    private long unknown;
    private long known;

    /**
     * @param application says what is a time
     * @param arrival of the event that is parsed
     */
    public TemplateParser(
            ParserLimits limits,
            FieldTypes types,
            AccessTemplate access,
            JsonAccessTemplate accessObject,
            JsonScanner scanner,
            ApplicationParser application,
            Arrival arrival) {
        this.application = application;
        this.arrival = arrival;
        this.reader = new TrieReader(scanner);
        this.access = access;
        this.accessObject = accessObject;
        this.writer = new TemplateWriter(reader, access, accessObject, arrival, eventTime, time);
        this.fit = new FieldFit(limits.maxDepth());
        this.maker = new TemplateMaker(scanner, reader, types, fit, arrival);
        this.maxAgeMillis = limits.maxAge().toMillis();
        this.maxAheadMillis = limits.maxAhead().toMillis();
        this.maxFields = limits.maxFields();
    }

    /** The document of an event; null if there is no template for it. */
    public ParsedEvent parse(byte[] event, RawPosition position, long arrivalMillis) {
        DocumentTemplate template = reader.read(event);
        ParsedEvent parsed = template == null ? null : document(template, event, position, arrivalMillis);
        if (parsed == null) {
            unknown++;
        } else {
            known++;
            credit = Math.min(credit + 1, MAX_CREDIT);
        }
        return parsed;
    }

    /** Whether the document that was made last is to be compared with that of the rules. */
    public boolean isDue() {
        return known % CHECKED == 0;
    }

    /** Uses the template no more that was tried last. */
    public void refuse() {
        reader.refuse();
    }

    /** What is known, for tests that make it wrong. */
    public TrieReader reader() {
        return reader;
    }

    /** How many events were made into documents here. */
    public long known() {
        return known;
    }

    /** Who watches how the event is read that was found to be unknown; null if nobody does. */
    public TemplateMaker learner(byte[] event) {
        boolean affordable = credit >= COST || unknown % NOW_AND_THEN == 0;
        if (failed || event.length > MAX_EVENT || !affordable) {
            return null;
        }
        credit = Math.max(0, credit - COST);
        return maker;
    }

    /**
     * Learns from an event, whose reading the learner has watched.
     *
     * @param document as the rules have left it
     */
    public void learn(
            byte[] event,
            RawPosition position,
            long arrivalMillis,
            ParsedEvent byRules,
            Document document,
            DockerParser docker) {
        bytes += event.length + byRules.document().length;
        if (bytes > MAX_BYTES) {
            bytes = 0;
            reader.forget();
        }
        try {
            // A template that makes another document of the very event is of no use.
            if (maker.make(document, byRules, docker) && !isSame(event, position, arrivalMillis, byRules)) {
                maker.undo();
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "An event could not be learned from, which is a fault in the program; all go by the rules from here on",
                    e);
            reader.forget();
            failed = true;
        }
    }

    private boolean isSame(byte[] event, RawPosition position, long arrivalMillis, ParsedEvent byRules) {
        DocumentTemplate template = reader.read(event);
        ParsedEvent parsed = maker.isLast(template) ? document(template, event, position, arrivalMillis) : null;
        return parsed != null && Difference.of(parsed, byRules) == null;
    }

    private ParsedEvent document(DocumentTemplate template, byte[] event, RawPosition position, long arrivalMillis) {
        int timeFrom = reader.from(template.eventTime());
        int timeTo = reader.to(template.eventTime());
        if (!isoTime.parseCommon(event, timeFrom, timeTo, eventTime)
                || !eventTime.isStorable()
                || !arrival.begin(arrivalMillis)) {
            return null;
        }
        time.set(eventTime);
        if (!answersAsBefore(template, event) || !fit(template)) {
            return null;
        }
        if (template.isAccessLine()) {
            Leaf line = reader.lineText();
            if (!access.read(line.bytes(), line.to())) {
                return null;
            }
            time.set(access.time());
        }
        if (template.access() != null && !isAccess(template.access())) {
            return null;
        }
        final long millis = time.millis();
        if (millis < arrivalMillis - maxAgeMillis || millis > arrivalMillis + maxAheadMillis) {
            return null;
        }
        if (template.engineLine() != null && !isWhole(template.engineLine())) {
            return null;
        }
        if (event.length > LongText.MAX_LENGTH && hasLongText(template)) {
            return null;
        }
        byte[] id = id(template, event, position);
        byte[] document = writer.write(template, event);
        ContainerLine line = template.engineLine() == null ? null : containerLine(template, event);
        return new ParsedEvent(
                id, document, millis, template.logType(), writer.isLost(template) ? LOST_TAGS : List.of(), line, 0);
    }

    /** Whether the values of an access line in JSON are taken as those of the line were that the template was made of. */
    private boolean isAccess(DocumentTemplate.AccessObject object) {
        Leaf[] texts = new Leaf[object.values().length];
        for (int i = 0; i < texts.length; i++) {
            int value = object.values()[i];
            texts[i] = value == DocumentTemplate.NONE ? NO_TEXT : reader.text(value);
            if (texts[i] == null) {
                return false;
            }
        }
        return accessObject.read(object.found(), texts);
    }

    private boolean answersAsBefore(DocumentTemplate template, byte[] event) {
        List<DocumentTemplate.Asked> asked = template.asked();
        for (int i = 0; i < asked.size(); i++) {
            DocumentTemplate.Asked each = asked.get(i);
            int from = reader.from(each.value());
            int to = reader.to(each.value());
            boolean same = switch (each.question()) {
                case TYPE -> ScalarFit.isOf(new Leaf(each.kind(), event, from, to, 0), each.type());
                case ENGINE_TIME -> isEngineTime(event, from, to);
                case TIME -> application.isTime(new Leaf(each.kind(), event, from, to, 0), template.zone(), time);
                case PLAIN_TEXT -> from < to && PlainText.isPlain(event, from, to);
                case SECONDS -> ApplicationParser.isSeconds(event, from, to, time);
                case NANOS -> ApplicationParser.addNanos(event, from, to, time);
                case NOT_EMPTY -> from < to;
                case ONE_LINE -> !reader.hasBackslash(each.value());
                case POSITIVE -> ApplicationParser.isPositive(event, from, to);
                case HOST_NAME -> hasName(reader.object(each.value()).object());
                case SAME, ENGINE_TEXT, ACCESS_LINE ->
                    throw new IllegalStateException(each.question() + " is asked of no value");
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasName(JsonObject host) {
        return JsonValue.isPresent(host.get(NAME));
    }

    private boolean isEngineTime(byte[] event, int from, int to) {
        boolean is = isoTime.parse(event, from, to, time) && time.isStorable();
        engineTime = is ? DockerParser.nanos(time) : ContainerLine.NO_TIME;
        return is;
    }

    private boolean fit(DocumentTemplate template) {
        int sum = template.otherLeaves();
        for (int number : template.objects()) {
            TrieNode.Constant constant = reader.constant(number);
            int leaves = fit.leaves(reader.object(number), constant.mapping(), constant.depth());
            if (leaves < 0) {
                return false;
            }
            sum += leaves;
        }
        return sum <= maxFields;
    }

    /** Whether there is a string that would be found nowhere but among the copies, which the rules make. */
    private boolean hasLongText(DocumentTemplate template) {
        int[] places = template.places();
        for (int i = 0; i < places.length; i++) {
            int place = places[i];
            if (place >= 0
                    && !template.longTexts()[i]
                    && !reader.isObject(place)
                    && reader.length(place) > LongText.MAX_LENGTH) {
                return true;
            }
        }
        return template.isAccessLine() && access.hasLong() || template.access() != null && accessObject.hasLong();
    }

    private byte[] id(DocumentTemplate template, byte[] event, RawPosition position) {
        DocumentTemplate.IdParts parts = template.id();
        boolean byFile = parts != null
                && documentId.begin(
                        reader.object(parts.file()),
                        parts.agent() < 0 ? null : reader.object(parts.agent()),
                        parts.host() < 0 ? null : reader.object(parts.host()));
        if (!byFile) {
            return documentId.of(position, eventTime.seconds());
        }
        documentId.add(event, reader.from(parts.offset()), reader.to(parts.offset()));
        documentId.add(event, reader.from(template.eventTime()) - 1, reader.to(template.eventTime()) + 1);
        documentId.add(event, reader.from(parts.line()) - 1, reader.to(parts.line()) + 1);
        return documentId.of(eventTime.seconds());
    }

    private JsonValue shipper(DocumentTemplate.IdParts parts) {
        return DocumentId.shipper(
                parts.agent() < 0 ? null : reader.object(parts.agent()).object(),
                parts.host() < 0 ? null : reader.object(parts.host()).object());
    }

    /** Whether a container engine has surely not cut the line, and there is no other doubt about it. */
    private boolean isWhole(DocumentTemplate.EngineLine line) {
        return !reader.isEscaped(line.stream()) && (line.ended() || DockerParser.isTooShortForPart(textBytes(line)));
    }

    private int textBytes(DocumentTemplate.EngineLine line) {
        int bytes = line.otherBytes();
        for (int text : line.texts()) {
            bytes += reader.length(text);
        }
        return bytes;
    }

    private ContainerLine containerLine(DocumentTemplate template, byte[] event) {
        DocumentTemplate.EngineLine line = template.engineLine();
        DocumentTemplate.IdParts parts = template.id();
        JsonObject file = reader.object(parts.file()).object();
        lineSources.begin(shipper(parts), line.container(), file);
        byte[] stream = Arrays.copyOfRange(event, reader.from(line.stream()) - 1, reader.to(line.stream()) + 1);
        stream[0] = '"';
        stream[stream.length - 1] = '"';
        lineSources.setOffset(event, reader.from(parts.offset()), reader.to(parts.offset()));
        Leaf itsStream = Leaf.raw(Leaf.Kind.STRING, stream);
        return lineSources.line(itsStream, false, textBytes(line), engineTime, true, documentId.file());
    }
}
