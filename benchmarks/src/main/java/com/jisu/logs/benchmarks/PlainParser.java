package com.jisu.logs.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.opensearch.grok.Grok;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * Events to documents as one would write it plainly: Jackson's tree, grok (joni, the regular expressions that Logstash
 * uses, too), MaxMind's reader of GeoIP databases, uap-java with a map of what it found, and a hash for the id. It makes
 * the same documents as the parsers do of the benchmark's lines; it checks no mappings and has no answer to odd input.
 * Not thread-safe.
 */
public final class PlainParser {

    private static final DateTimeFormatter NGINX_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final ObjectMapper json = new ObjectMapper();
    private final Grok grok = combined();
    private final DatabaseReader city;
    private final DatabaseReader asn;
    private final Parser userAgents = new Parser();
    private final Map<String, ObjectNode> knownUserAgents = new HashMap<>();

    /** What becomes of an event. */
    public record Parsed(String id, byte[] document) {}

    public PlainParser() throws IOException {
        city = database("/GeoLite2-City.mmdb");
        asn = database("/GeoLite2-ASN.mmdb");
    }

    /** Grok's pattern of the combined format. */
    public static Grok combined() {
        return new Grok(Grok.BUILTIN_PATTERNS, "%{COMBINEDAPACHELOG}", warning -> {});
    }

    private static DatabaseReader database(String resource) throws IOException {
        try (InputStream in = PlainParser.class.getResourceAsStream(resource)) {
            return new DatabaseReader.Builder(in).build();
        }
    }

    public Parsed parse(byte[] bytes) throws IOException {
        ObjectNode event = (ObjectNode) json.readTree(bytes);
        event.remove("@metadata");
        String message = event.get("message").textValue();
        final String id = id(event, message);
        switch (event.path("fields").path("logtype").textValue()) {
            case "nginx" -> nginx(event, message);
            case "application" -> application(event, message);
            default -> docker(event, message);
        }
        JsonNode environment = event.path("fields").path("environment");
        event.set("environment", environment);
        event.withObjectProperty("service").set("environment", environment);
        return new Parsed(id, json.writeValueAsBytes(event));
    }

    private static String id(ObjectNode event, String message) {
        JsonNode log = event.path("log");
        JsonNode file = log.path("file");
        String place = String.join(
                "|",
                event.path("agent").path("id").textValue(),
                file.path("device_id").textValue(),
                file.path("inode").textValue(),
                log.path("offset").asText(),
                event.path("@timestamp").textValue(),
                message);
        long[] hash = MurmurHash3.hash128x64(place.getBytes(StandardCharsets.UTF_8));
        byte[] both = ByteBuffer.allocate(16).putLong(hash[0]).putLong(hash[1]).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    private void nginx(ObjectNode event, String message) throws IOException {
        Map<String, Object> captures = grok.captures(message);
        String client = (String) captures.get("clientip");
        ObjectNode source = event.putObject("source").put("address", client).put("ip", client);
        if (!locate(source, InetAddress.getByName(client))) {
            event.putArray("tags").add("_geoip_lookup_failure");
        }
        ObjectNode described = event.putObject("event")
                .put("kind", "event")
                .put("module", "nginx")
                .put("dataset", "nginx.access")
                .put("created", event.get("@timestamp").textValue());
        described.putArray("category").add("web");
        described.putArray("type").add("access");
        OffsetDateTime time = OffsetDateTime.parse((String) captures.get("timestamp"), NGINX_TIME);
        event.put("@timestamp", text(time.toInstant()));
        String url = (String) captures.get("request");
        int query = url.indexOf('?');
        event.putObject("url")
                .put("original", url)
                .put("path", query < 0 ? url : url.substring(0, query))
                .put("query", query < 0 ? null : url.substring(query + 1));
        int status = Integer.parseInt((String) captures.get("response"));
        ObjectNode http = event.putObject("http").put("version", (String) captures.get("httpversion"));
        http.putObject("request")
                .put("method", (String) captures.get("verb"))
                .put("referrer", unquoted(captures.get("referrer")));
        http.putObject("response").put("status_code", status).putObject("body").put("bytes", Long.parseLong((String)
                captures.get("bytes")));
        event.set("user_agent", knownUserAgents.computeIfAbsent(unquoted(captures.get("agent")), this::userAgent));
        described.put("outcome", status < 400 ? "success" : "failure");
    }

    private ObjectNode userAgent(String original) {
        Client client = userAgents.parse(original);
        ObjectNode agent = json.createObjectNode().put("original", original).put("name", client.userAgent.family);
        put(agent, "version", client.userAgent.major, client.userAgent.minor, client.userAgent.patch);
        if (!client.os.family.equals("Other")) {
            ObjectNode os = agent.putObject("os").put("name", client.os.family);
            put(os, "version", client.os.major, client.os.minor, client.os.patch, client.os.patchMinor);
        }
        agent.putObject("device").put("name", client.device.family);
        return agent;
    }

    private static void put(ObjectNode object, String name, String... parts) {
        String version = Stream.of(parts)
                .takeWhile(part -> part != null && !part.isBlank())
                .collect(Collectors.joining("."));
        putIfThere(object, name, version.isEmpty() ? null : version);
    }

    private static void putIfThere(ObjectNode object, String name, String text) {
        if (text != null) {
            object.put(name, text);
        }
    }

    /** With milliseconds, also where they are none. */
    private static String text(Instant time) {
        return MILLISECONDS.format(time);
    }

    private static String unquoted(Object quoted) {
        String text = (String) quoted;
        return text.substring(1, text.length() - 1);
    }

    /** Says whether anything is known of the address. */
    private boolean locate(ObjectNode source, InetAddress address) throws IOException {
        try {
            Optional<CityResponse> found = city.tryCity(address);
            if (found.isPresent()) {
                CityResponse place = found.get();
                ObjectNode geo = json.createObjectNode();
                putIfThere(geo, "continent_code", place.continent().code());
                putIfThere(geo, "continent_name", place.continent().name());
                putIfThere(geo, "country_iso_code", place.country().isoCode());
                putIfThere(geo, "country_name", place.country().name());
                String region = place.mostSpecificSubdivision().isoCode();
                putIfThere(
                        geo,
                        "region_iso_code",
                        region == null ? null : place.country().isoCode() + "-" + region);
                putIfThere(geo, "region_name", place.mostSpecificSubdivision().name());
                putIfThere(geo, "city_name", place.city().name());
                putIfThere(geo, "postal_code", place.postal().code());
                putIfThere(geo, "timezone", place.location().timeZone());
                if (place.location().latitude() != null) {
                    geo.putObject("location")
                            .put("lat", place.location().latitude())
                            .put("lon", place.location().longitude());
                }
                if (!geo.isEmpty()) {
                    source.set("geo", geo);
                }
            }
            Optional<AsnResponse> network = asn.tryAsn(address);
            if (network.isPresent()) {
                ObjectNode system =
                        source.putObject("as").put("number", network.get().autonomousSystemNumber());
                String organization = network.get().autonomousSystemOrganization();
                if (organization != null) {
                    system.putObject("organization").put("name", organization);
                }
            }
            return source.has("geo") || source.has("as");
        } catch (GeoIp2Exception e) {
            throw new IOException("the address " + address + " can not be looked up", e);
        }
    }

    private void application(ObjectNode event, String message) throws IOException {
        merge(event, (ObjectNode) json.readTree(message));
    }

    private static void merge(ObjectNode event, ObjectNode line) {
        event.put("@timestamp", text(Instant.parse(line.remove("timestamp").textValue())));
        ObjectNode log = event.withObjectProperty("log");
        log.set("level", line.remove("level"));
        log.set("logger", line.remove("logger"));
        event.withObjectProperty("process").withObjectProperty("thread").set("name", line.remove("thread"));
        event.withObjectProperty("trace").set("id", line.remove("trace_id"));
        event.withObjectProperty("service").set("name", line.remove("service"));
        event.setAll(line);
    }

    private void docker(ObjectNode event, String message) throws IOException {
        ObjectNode envelope = (ObjectNode) json.readTree(message);
        event.set("stream", envelope.get("stream"));
        event.put("@timestamp", text(Instant.parse(envelope.get("time").textValue())));
        String text = envelope.get("log").textValue();
        event.put("message", text.substring(0, text.length() - 1));
        merge(event, (ObjectNode) json.readTree(text));
    }
}
