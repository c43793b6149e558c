package com.jisu.logs.parsers;

import java.util.List;

/** Containers: Docker's json-file lines, CRI lines, and what the container itself wrote inside of them. */
final class DockerParser implements LogTypeParser {

    private static final Key LOG = Keys.known("log");
    private static final Key STREAM = Keys.known("stream");
    private static final Key TIME = Keys.known("time");
    private static final Key ATTRS = Keys.known("attrs");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key MSG = Keys.known("msg");
    private static final Key CONTAINER = Keys.known("container");
    private static final Key CONTAINER_NAME = Keys.known("container_name");
    private static final List<Key> IMAGES = List.of(Keys.known("image"), Keys.known("container_image"));

    private final ApplicationParser application;
    private final NginxParser nginx;
    private final IsoTime isoTime = new IsoTime();
    private final Moment moment = new Moment();

    DockerParser(ApplicationParser application, NginxParser nginx) {
        this.application = application;
        this.nginx = nginx;
    }

    @Override
    public String logType() {
        return "docker";
    }

    @Override
    public void parse(Document document) {
        JsonValue line = document.get(Field.MESSAGE);
        if (document.schema() == Schema.LOGSTASH) {
            parseLogstash(document, line);
            return;
        }
        if (JsonValue.isPresent(line)) {
            parseLine(document, line);
        }
        document.copyEnvironment();
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
        json.remove(LOG);
        if (json.get(TIME) instanceof Leaf time && time.isString()) {
            byte[] text = time.bytes();
            int quote = time.kind() == Leaf.Kind.STRING ? 1 : 0;
            if (isoTime.parse(text, time.from() + quote, time.to() - quote, moment) && moment.isStorable()) {
                document.setTime(moment);
                json.remove(TIME);
            } else {
                document.tag(Tag.DATE_FAILURE);
            }
        }
        JsonValue labels = json.get(ATTRS);
        if (labels instanceof JsonObject && document.setIfFree(Field.CONTAINER_LABELS, labels)) {
            json.remove(ATTRS);
        }
        mergeObject(document, json);
        document.decode(log);
        byte[] text = document.text();
        int to = document.textEnd();
        if (to > 0 && text[to - 1] == '\n') {
            to--;
            if (to > 0 && text[to - 1] == '\r') {
                to--;
            }
        }
        document.set(Field.MESSAGE, Leaf.text(text, 0, to));
        parseInner(document, text, 0, to);
    }

    private void mergeObject(Document document, JsonObject json) {
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

    private void parseText(Document document, JsonValue line) {
        if (!(line instanceof Leaf leaf) || !leaf.isString()) {
            document.tag(Tag.JSON_FAILURE);
            return;
        }
        byte[] text = document.text();
        int to = document.textEnd();
        int cri = CriLine.textFrom(text, to);
        if (cri >= 0 && isoTime.parse(text, 0, CriLine.timeEnd(text, to), moment) && moment.isStorable()) {
            document.setTime(moment);
            document.set(Field.STREAM, CriLine.stream(text, to));
            document.set(Field.MESSAGE, Leaf.text(text, cri, to));
            parseInner(document, text, cri, to);
        } else if (document.has(Field.STREAM) || document.root().get(CONTAINER) != null) {
            parseInner(document, text, 0, to);
        } else {
            document.tag(Tag.JSON_FAILURE);
        }
    }

    private void parseInner(Document document, byte[] text, int from, int to) {
        if (document.text(Field.FORMAT).equals("nginx")) {
            nginx.parse(document);
            return;
        }
        JsonObject json = document.jsonObject(text, from, to);
        if (json != null) {
            application.merge(document, json);
        }
    }
}
