package com.jisu.logs.parsers;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.FieldOrigin;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.parsers.api.RuledTypes;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.application.ApplicationParser;
import com.jisu.logs.parsers.container.DockerParser;
import com.jisu.logs.parsers.container.LineSources;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.DocumentId;
import com.jisu.logs.parsers.document.EventTime;
import com.jisu.logs.parsers.document.Explanation;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.document.LogTypeParser;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.document.Version1;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.AccessTemplate;
import com.jisu.logs.parsers.nginx.JsonAccess;
import com.jisu.logs.parsers.nginx.JsonAccessTemplate;
import com.jisu.logs.parsers.nginx.NginxParser;
import com.jisu.logs.parsers.template.Difference;
import com.jisu.logs.parsers.template.TemplateMaker;
import com.jisu.logs.parsers.template.TemplateParser;
import com.jisu.logs.parsers.template.TrieReader;
import com.jisu.logs.parsers.useragent.RecentUserAgents;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes documents of Beats events.
 *
 * <p>Not thread-safe: one for each thread. What the settings hold is shared and thread-safe. The same event with the
 * same position and arrival makes the same document, whenever it is parsed.
 */
public final class EventParser {

    private static final Key METADATA = Keys.known("@metadata");

    private final ParserSettings settings;
    private final KeyTable keys;
    private final ParserLimits limits;
    private final ParserObserver observer;
    private final JsonScanner scanner;
    private final Document document;
    private final DocumentId documentId = new DocumentId();
    private final EventTime eventTime;
    private final RuledTypes ruled;
    private final JsonOutput out = new JsonOutput(4096);
    private final Explanation explanation = new Explanation();
    private final LineSources lineSources = new LineSources();
    private final DockerParser docker;
    private final Arrival arrival;

    /** Only where the rules are those of ECS. */
    private final TemplateParser templates;

    /** The document of the event that was parsed last, if it is not written, as rules will change it. */
    private JsonObject unwritten;

    private ParsedEvent unwrittenOf;

    private boolean explaining;
    private boolean version1; // the event that is being parsed

    /** Those of Logstash's configuration, in its order. */
    private final List<LogTypeParser> parsersInTurn;

    private final Map<String, LogTypeParser> parsersByType;
    private String lastLogType = "";

    public EventParser(ParserSettings settings) {
        this(settings, ParserObserver.NONE);
    }

    /** @param observer is told of documents by template and by the rules */
    public EventParser(ParserSettings settings, ParserObserver observer) {
        this(settings, observer, RuledTypes.NONE);
    }

    /** @param ruled says of types what they are parsed as, and that a document will be changed, and is not to be finished */
    EventParser(ParserSettings settings, ParserObserver observer, RuledTypes ruled) {
        this.observer = observer;
        this.ruled = ruled;
        this.eventTime = new EventTime(settings.schema());
        FieldTypes fieldTypes = settings.reference().fieldTypes();
        GeoIp geoIp = settings.reference().geoIp();
        this.keys = new KeyTable(fieldTypes.keys());
        this.settings = settings;
        this.limits = settings.limits();
        // What is too deep for a document is text in it in ECS, and no JSON in Logstash's schema.
        int nesting = settings.schema() == Schema.ECS ? JsonScanner.ANY_NESTING : JsonScanner.JACKSONS_NESTING;
        this.scanner = new JsonScanner(keys, settings.maxDepth() + 1, nesting);
        this.document = new Document(settings.schema(), fieldTypes, settings.limits(), scanner, keys);
        RecentUserAgents userAgents = new RecentUserAgents(settings.reference().userAgents());
        JsonAccess jsonAccess =
                new JsonAccess(geoIp, userAgents, new JsonScanner(keys, settings.maxDepth() + 1, nesting));
        ApplicationParser application = new ApplicationParser(jsonAccess, keys, settings.keys());
        NginxParser nginx = new NginxParser(settings.schema(), geoIp, userAgents, jsonAccess, application::merge);
        this.docker = new DockerParser(application, nginx, jsonAccess);
        this.arrival = new Arrival(settings.ingested() && settings.schema() == Schema.ECS);
        this.templates = settings.schema() == Schema.ECS
                ? new TemplateParser(
                        settings.limits(),
                        fieldTypes,
                        new AccessTemplate(geoIp, userAgents, arrival),
                        new JsonAccessTemplate(geoIp, userAgents, arrival),
                        scanner,
                        application,
                        arrival)
                : null;
        this.parsersInTurn = List.of(application, nginx, docker);
        LogType.LogstashParsers parsers = new LogType.LogstashParsers(application, nginx, docker);
        this.parsersByType =
                Stream.of(LogType.values()).collect(Collectors.toMap(LogType::toString, type -> type.parser(parsers)));
    }

    /**
     * Makes the document of an event.
     *
     * @param event one JSON object, UTF-8; not changed
     * @param position where the event stands in Kafka
     * @param arrivalMillis epoch milliseconds at which it arrived; "now" for the rules about event times
     * @throws MalformedEventException if the event is not one JSON object
     */
    public ParsedEvent parse(byte[] event, RawPosition position, long arrivalMillis) throws MalformedEventException {
        ParsedEvent parsed = templates == null || explaining ? null : parseByTemplate(event, position, arrivalMillis);
        if (parsed != null) {
            return parsed;
        }
        observer.madeByRules();
        TemplateMaker learner = templates == null || explaining ? null : templates.learner(event);
        if (learner == null) {
            return parseByRules(event, position, arrivalMillis, null, !explaining);
        }
        learner.begin(event, document);
        try {
            parsed = parseByRules(event, position, arrivalMillis, learner);
        } finally {
            learner.end(document);
        }
        boolean otherContainer = !parsed.logType().equals(docker.logType()) && parserOf(parsed.logType()) == docker;
        if (!version1 && !otherContainer) { // whose members have other names in documents
            templates.learn(event, position, arrivalMillis, parsed, document, docker);
        }
        return parsed;
    }

    /** The document of an event like others before it; null if there is none, or no template that works. */
    private ParsedEvent parseByTemplate(byte[] event, RawPosition position, long arrivalMillis) {
        ParsedEvent parsed;
        try {
            parsed = templates.parse(event, position, arrivalMillis);
        } catch (RuntimeException e) {
            templates.refuse();
            observer.templateFailed(position, e);
            return null;
        }
        if (parsed == null || templates.isDue() && differs(parsed, event, position, arrivalMillis)) {
            return null; // the rules make it once more, which happens once in a blue moon
        }
        observer.madeByTemplate();
        return parsed;
    }

    /** Compares a document by template with that of the rules. */
    private boolean differs(ParsedEvent byTemplate, byte[] event, RawPosition position, long arrivalMillis) {
        String difference;
        try {
            difference = Difference.of(byTemplate, parseByRules(event, position, arrivalMillis, null));
        } catch (MalformedEventException | RuntimeException e) {
            difference = "all of it: the rules make none (" + e.getClass().getSimpleName() + ")";
        }
        if (difference == null) {
            observer.checked();
            return false;
        }
        templates.refuse();
        observer.differs(position, difference);
        return true;
    }

    /** @param learner is told of the event before the rules change it; null for nobody */
    public ParsedEvent parseByRules(byte[] event, RawPosition position, long arrivalMillis, TemplateMaker learner)
            throws MalformedEventException {
        return parseByRules(event, position, arrivalMillis, learner, false);
    }

    /** @param unfinished whether the document of a type that no parser reads is not written, where rules will change it */
    private ParsedEvent parseByRules(
            byte[] event, RawPosition position, long arrivalMillis, TemplateMaker learner, boolean unfinished)
            throws MalformedEventException {
        JsonObject root = object(event);
        if (learner != null) {
            learner.take(root);
        }
        boolean timed = eventTime.read(root);
        long seconds = timed ? eventTime.moment().seconds() : Math.floorDiv(arrivalMillis, 1000);
        version1 = Version1.isOf(root);
        final byte[] id = version1
                ? documentId.ofVersion1(root, position, timed, seconds)
                : documentId.of(root, position, seconds);
        if (version1 && settings.schema() == Schema.ECS) {
            Version1.rename(root, keys);
        }
        final String logType = logType(root);
        final LogTypeParser parser = parserOf(logType);
        final boolean mayBeCut = settings.schema() == Schema.ECS && parser == docker;
        if (mayBeCut) {
            lineSources.begin(root);
        }
        root.remove(METADATA);
        document.begin(root, eventTime.moment(), arrivalMillis);
        arrival.begin(arrivalMillis);
        if (eventTime.isOutOfRange()) {
            document.tag(Tag.OUT_OF_RANGE);
        }
        if (settings.schema() == Schema.LOGSTASH) {
            parseInTurn();
        } else if (parser != null) {
            document.rule(Rule.LINE);
            parser.parse(document);
        }
        arrival.put(document);
        final long time = EventTime.ofIndex(document, arrivalMillis, limits);
        final JsonObject finished = document.finish();
        if (unfinished && parser == null && ruled.changes(logType)) {
            unwritten = finished;
            unwrittenOf = ParsedEvent.unwritten(id, time, logType, List.copyOf(document.tags()));
            return unwrittenOf;
        }
        out.reset();
        out.object(finished);
        final boolean finishes = !ruled.changes(logType) || !out.hasLong();
        boolean longText = out.hasLong() && finishes && document.copyLongText();
        if (longText) {
            out.reset();
            out.object(document.finish());
        }
        long leftOut = longText ? document.longTextLeftOut() : finishes ? 0 : ParsedEvent.NOT_COPIED;
        List<String> tags = document.tags().isEmpty() ? List.of() : List.copyOf(document.tags());
        ContainerLine line = mayBeCut ? containerLine() : null;
        return new ParsedEvent(id, out.toByteArray(), time, logType, tags, line, leftOut);
    }

    /** The keys of the documents it makes. */
    KeyTable keys() {
        return keys;
    }

    /** The members of a document that is not written; null if it is. Only of the event that was parsed last, and only once. */
    JsonObject takeUnwritten(ParsedEvent parsed) {
        if (parsed != unwrittenOf) {
            return null;
        }
        unwrittenOf = null;
        return unwritten;
    }

    private LogTypeParser parserOf(String logType) {
        return parsersByType.get(ruled.as(logType));
    }

    /** In Logstash's schema a line can change its own type, which then counts for the parsers behind. */
    private void parseInTurn() {
        for (LogTypeParser parser : parsersInTurn) {
            if (ruled.as(logType(document.root())).equals(parser.logType())) {
                parser.parse(document);
            }
        }
    }

    /** Mostly that of the event before, whose text need not be made again. */
    private String logType(JsonObject event) {
        Key[] path = Field.LOG_TYPE.path(settings.schema());
        JsonObject fields = event.object(path[0]);
        Leaf type = fields == null ? null : fields.leaf(path[1]);
        if (type == null || !type.isString()) {
            return "";
        }
        if (!type.isText(lastLogType)) {
            lastLogType = type.text();
        }
        return lastLogType;
    }

    /**
     * Makes the document of a line that came in parts: that of the first part, as if it had the text of all.
     *
     * @param parts events that {@link #parse} takes, with lines of one source, in order; at least one
     * @param first where the first of them stands in Kafka
     * @param firstArrivalMillis when the first arrived
     */
    public ParsedEvent parseJoined(List<byte[]> parts, RawPosition first, long firstArrivalMillis)
            throws MalformedEventException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (byte[] part : parts.subList(1, parts.size())) {
            Leaf text = engineText(part);
            rest.write(text.bytes(), text.from(), text.length());
        }
        docker.setRest(rest.toByteArray());
        try {
            return parseByRules(parts.get(0), first, firstArrivalMillis, null);
        } finally {
            docker.setRest(new byte[0]);
        }
    }

    /** The text in the engine's line of an event that has one, without the making of a document. */
    private Leaf engineText(byte[] event) throws MalformedEventException {
        JsonObject root = object(event);
        Leaf line =
                root.leaf(Version1.isOf(root) ? Version1.LINE : Field.MESSAGE.path(settings.schema())[0]);
        return docker.textIn(document.lines(), line);
    }

    private ContainerLine containerLine() {
        return docker.stream() == null
                ? null
                : lineSources.line(
                        docker.stream(),
                        docker.isCut(),
                        docker.text().length(),
                        docker.engineTime(),
                        docker.isTimeOfLine(),
                        documentId.file());
    }

    /** Has it explained from here on which rule makes which field. It costs as much as the parsing several times. */
    public void explain() {
        explaining = true;
        document.explain(explanation);
    }

    /** Which rule made which field of the document that was made last, since {@link #explain} was called. */
    public List<FieldOrigin> explanation() {
        return explanation.origins();
    }

    /** How many events were like others before them, so that no rule had to be followed. */
    public long eventsByTemplate() {
        return templates == null ? 0 : templates.known();
    }

    /** The shapes and templates that this parser knows. */
    TrieReader trie() {
        return templates.reader();
    }

    private JsonObject object(byte[] event) throws MalformedEventException {
        JsonValue value;
        try {
            value = scanner.event(event);
        } catch (JsonSyntaxException e) {
            throw new MalformedEventException("not_json", "the event is not JSON: " + e.getMessage());
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new MalformedEventException(
                "not_an_object", "the event is a JSON " + JsonScanner.kind(value) + ", not an object");
    }
}
