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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.elasticsearch.grok.Grok;
import org.elasticsearch.grok.GrokBuiltinPatterns;

/**
 * Events to documents as one would write it plainly: Jackson's tree, grok (joni, the regular expressions that Logstash
 * uses, too) and MaxMind's reader of GeoIP databases. It writes the same fields as the parsers do for the benchmark's
 * lines, less those of the user agent; it checks no mappings, makes no ids and has no answer to odd input. Not
 * thread-safe.
 */
public final class PlainParser {

    private static final DateTimeFormatter NGINX_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final ObjectMapper json = new ObjectMapper();
    private final Grok grok = combined();
    private final DatabaseReader city;
    private final DatabaseReader asn;

    public PlainParser() throws IOException {
        city = database("/GeoLite2-City.mmdb");
        asn = database("/GeoLite2-ASN.mmdb");
    }

    /** Grok's pattern of the combined format. */
    public static Grok combined() {
        return new Grok(GrokBuiltinPatterns.legacyPatterns(), "%{COMBINEDAPACHELOG}", warning -> {});
    }

    private static DatabaseReader database(String resource) throws IOException {
        try (InputStream in = PlainParser.class.getResourceAsStream(resource)) {
            return new DatabaseReader.Builder(in).build();
        }
    }

    public byte[] parse(byte[] bytes) throws IOException {
        ObjectNode event = (ObjectNode) json.readTree(bytes);
        event.remove("@metadata");
        String message = event.get("message").textValue();
        switch (event.at("/fields/logtype").textValue()) {
            case "nginx" -> nginx(event, message);
            case "application" -> application(event, message);
            default -> docker(event, message);
        }
        JsonNode environment = event.at("/fields/environment");
        event.set("environment", environment);
        event.withObject("/service").set("environment", environment);
        return json.writeValueAsBytes(event);
    }

    private void nginx(ObjectNode event, String message) throws IOException {
        Map<String, Object> captures = grok.captures(message);
        String client = (String) captures.get("clientip");
        ObjectNode source = event.putObject("source").put("address", client).put("ip", client);
        locate(source, InetAddress.getByName(client));
        event.putObject("event")
                .put("kind", "event")
                .put("module", "nginx")
                .put("dataset", "nginx.access")
                .put("created", event.get("@timestamp").textValue());
        OffsetDateTime time = OffsetDateTime.parse((String) captures.get("timestamp"), NGINX_TIME);
        event.put("@timestamp", time.toInstant().toString());
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
        event.putObject("user_agent").put("original", unquoted(captures.get("agent")));
        ((ObjectNode) event.get("event")).put("outcome", status < 400 ? "success" : "failure");
    }

    private static String unquoted(Object quoted) {
        String text = (String) quoted;
        return text.substring(1, text.length() - 1);
    }

    private void locate(ObjectNode source, InetAddress address) throws IOException {
        try {
            Optional<CityResponse> found = city.tryCity(address);
            if (found.isPresent()) {
                CityResponse place = found.get();
                ObjectNode geo = source.putObject("geo");
                geo.put("continent_code", place.continent().code());
                geo.put("continent_name", place.continent().name());
                geo.put("country_iso_code", place.country().isoCode());
                geo.put("country_name", place.country().name());
                geo.put("region_iso_code", place.mostSpecificSubdivision().isoCode());
                geo.put("region_name", place.mostSpecificSubdivision().name());
                geo.put("city_name", place.city().name());
                geo.put("postal_code", place.postal().code());
                geo.put("timezone", place.location().timeZone());
                geo.putObject("location")
                        .put("lat", place.location().latitude())
                        .put("lon", place.location().longitude());
            }
            Optional<AsnResponse> network = asn.tryAsn(address);
            if (network.isPresent()) {
                source.putObject("as")
                        .put("number", network.get().autonomousSystemNumber())
                        .putObject("organization")
                        .put("name", network.get().autonomousSystemOrganization());
            }
        } catch (GeoIp2Exception e) {
            throw new IOException("the address " + address + " can not be looked up", e);
        }
    }

    private void application(ObjectNode event, String message) throws IOException {
        merge(event, (ObjectNode) json.readTree(message));
    }

    private static void merge(ObjectNode event, ObjectNode line) {
        event.put(
                "@timestamp",
                Instant.parse(line.remove("timestamp").textValue()).toString());
        event.withObject("/log").set("level", line.remove("level"));
        event.withObject("/log").set("logger", line.remove("logger"));
        event.withObject("/process/thread").set("name", line.remove("thread"));
        event.withObject("/trace").set("id", line.remove("trace_id"));
        event.withObject("/service").set("name", line.remove("service"));
        event.setAll(line);
    }

    private void docker(ObjectNode event, String message) throws IOException {
        ObjectNode envelope = (ObjectNode) json.readTree(message);
        event.set("stream", envelope.get("stream"));
        event.put("@timestamp", Instant.parse(envelope.get("time").textValue()).toString());
        String text = envelope.get("log").textValue();
        event.put("message", text.substring(0, text.length() - 1));
        merge(event, (ObjectNode) json.readTree(text));
    }
}
