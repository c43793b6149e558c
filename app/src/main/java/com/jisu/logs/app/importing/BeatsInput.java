package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Place;
import com.jisu.logs.app.logstash.Statement.Plugin;
import com.jisu.logs.app.logstash.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code beats} input: its port and TLS are settings, and what it does to events are steps before all others. */
final class BeatsInput {

    private static final String MESSAGE = "message";
    private static final String[] HARMLESS = {
        "id",
        "enable_metric",
        "executor_threads",
        "event_loop_threads",
        "congestion_threshold",
        "target_field_for_codec",
        "add_hostname",
        "ecs_compatibility"
    };

    private final ProgramSettings settings;
    private final Ecs ecs;

    BeatsInput(ProgramSettings settings, Ecs ecs) {
        this.settings = settings;
        this.ecs = ecs;
    }

    /** What a Beats input without options does to each event. */
    List<RuleStep> plain() {
        List<RuleStep> steps = new ArrayList<>(List.of(version()));
        steps.addAll(message(ecs, "plain", true));
        return steps;
    }

    /** The settings of this input, and what it does to each event. */
    List<RuleStep> steps(PluginOptions options) {
        Row row = options.row();
        String comment = row.place().brief() + " beats";
        options.number("port").ifPresent(port -> settings.put("ingest.port", port, comment));
        options.text("host").ifPresent(host -> settings.put("ingest.host", host, comment));
        options.number("client_inactivity_timeout")
                .ifPresent(seconds -> settings.put("ingest.idle-timeout", seconds + "s", comment));
        options.number("ssl_handshake_timeout")
                .ifPresent(millis -> settings.put("ingest.handshake-timeout", millis + "ms", comment));
        tls(options, comment);
        options.ignore(HARMLESS);
        enrich(options);

        Ecs own = options.text("ecs_compatibility").flatMap(Ecs::of).orElse(ecs);
        List<RuleStep> steps = new ArrayList<>(List.of(version()));
        options.text("type")
                .ifPresent(type -> steps.add(RuleStep.of("set")
                        .with("field", "type")
                        .with("value", EventText.value(type))
                        .with("override", false)));
        steps.addAll(CommonOptions.addFields(options.map("add_field"), row));
        List<String> tags = CommonOptions.templates(options.texts("tags"));
        if (!tags.isEmpty()) {
            steps.add(RuleStep.of("tag").with("add", tags));
        }
        steps.addAll(codec(options, own));
        options.reportUnread();
        return steps;
    }

    private static RuleStep version() {
        return RuleStep.of("set")
                .with("field", "@version")
                .with("value", "1")
                .with("override", false)
                .commented("what the Beats input does");
    }

    private List<RuleStep> codec(PluginOptions options, Ecs own) {
        Object codec = options.value("codec");
        String name = codec instanceof Plugin plugin ? plugin.name() : codec == null ? "plain" : codec.toString();
        boolean tagged = options.flag("include_codec_tag", true);
        charset(codec)
                .ifPresent(charset -> options.row()
                        .loses("`charset => \"" + charset + "\"`: messages are not read anew by it; Beats ship UTF-8, so say"
                                + " the files' encoding in Filebeat (`encoding`)"));
        if (name.equals("plain")) {
            return message(own, name, tagged);
        }
        if (name.equals("json")) {
            options.row().differs("a message that is a list of objects stays one event, with `_jsonparsefailure`");
            return json(tagged);
        }
        options.row()
                .loses("the codec `" + name + "` was left out; events are taken as they are shipped"
                        + (name.equals("multiline") ? ", so put lines together in Filebeat" : ""));
        return message(own, name, tagged);
    }

    /** The character set that a codec reads messages by, if it is another than Beats ship. */
    private static Optional<String> charset(Object codec) {
        return codec instanceof Plugin plugin
                ? plugin.options().stream()
                        .filter(option -> option.name().equals("charset"))
                        .map(option -> option.value() instanceof Text text ? text.text() : option.value().toString())
                        .filter(charset -> !charset.equalsIgnoreCase("UTF-8"))
                        .findFirst()
                : Optional.empty();
    }

    /** A message that is no text becomes one, and tags say whether there is one. */
    private static List<RuleStep> message(Ecs ecs, String codec, boolean tagged) {
        List<RuleStep> steps = new ArrayList<>();
        steps.add(RuleStep.of("convert").with("field", MESSAGE).with("type", "string"));
        if (tagged) {
            steps.add(RuleStep.of("tag").with("add", List.of("beats_input_codec_" + codec + "_applied")));
        }
        if (ecs == Ecs.V8) {
            steps.add(RuleStep.of("copy")
                    .with("field", MESSAGE)
                    .with("to", "event.original")
                    .and("if", "event.original == null")
                    .and("ignore_failure", true)
                    .and("tag_on_failure", List.of()));
        }
        return RuleStep.group(null, MESSAGE + " != null", steps, tagged ? raw() : List.of());
    }

    private static List<RuleStep> raw() {
        return List.of(RuleStep.of("tag").with("add", List.of("beats_input_raw_event")));
    }

    private static List<RuleStep> json(boolean tagged) {
        String line = "@metadata.line";
        List<RuleStep> steps = new ArrayList<>();
        steps.add(RuleStep.of("rename").with("field", MESSAGE).with("to", line));
        steps.add(RuleStep.of("json")
                .with("field", line)
                .with("override", false)
                .and(
                        "on_failure",
                        List.of(RuleStep.of("rename").with("field", line).with("to", MESSAGE))));
        if (tagged) {
            steps.add(RuleStep.of("tag").with("add", List.of("beats_input_codec_json_applied")));
        }
        return RuleStep.group(null, MESSAGE + " != null", steps, tagged ? raw() : List.of());
    }

    private static void enrich(PluginOptions options) {
        List<String> enrich = options.texts("enrich");
        if (enrich.contains("ssl_peer_metadata")
                || enrich.contains("all")
                || options.flag("ssl_peer_metadata", false)) {
            options.row().loses("`ssl_peer_metadata`: what the shipper's certificate says is not in the event");
        }
        options.ignore("include_source_metadata");
    }

    private void tls(PluginOptions options, String comment) {
        boolean on = options.flag(options.named("ssl_enabled", "ssl"), options.has("ssl_certificate"));
        options.ignore("ssl", "ssl_enabled");
        String certificate = options.text("ssl_certificate").orElse(null);
        String key = options.text("ssl_key").orElse(null);
        List<String> authorities = options.texts("ssl_certificate_authorities");
        Optional<String> auth = options.text("ssl_client_authentication").or(() -> verifyMode(options));
        Object passphrase = options.written("ssl_key_passphrase");
        List<String> protocols = protocols(options);
        for (String name : List.of("ssl_cipher_suites", "cipher_suites", "ssl_peer_metadata")) {
            if (options.has(name)) {
                options.ignore(name);
                options.row().differs("`" + name + "` is not carried over; Java's choice of cipher suites counts");
            }
        }
        if (!on) {
            return;
        }
        if (certificate != null) {
            settings.put("ingest.tls.certificate", certificate, comment);
        }
        if (key != null) {
            settings.put("ingest.tls.key", key, comment);
        }
        if (passphrase != null) {
            settings.secret(
                    "ingest.tls.key-password", source(passphrase, options.row().place()));
        }
        if (!authorities.isEmpty()) {
            settings.put("ingest.tls.client-ca", authorities.get(0), comment);
            if (authorities.size() > 1) {
                options.row()
                        .differs("`ingest.tls.client-ca` is one file: put the certificates of " + authorities
                                + " into it");
            }
            settings.put("ingest.tls.client-auth", auth.orElse("none"), comment);
        }
        if (!protocols.isEmpty()) {
            settings.put("ingest.tls.protocols", protocols, comment);
        }
    }

    private static List<String> protocols(PluginOptions options) {
        List<String> protocols = options.texts(options.named("ssl_supported_protocols", "tls_min_version"));
        return protocols.stream()
                .map(each -> switch (each) {
                    case "1.2", "1.3" -> "TLSv" + each;
                    default -> each;
                })
                .filter(each -> each.equals("TLSv1.2") || each.equals("TLSv1.3"))
                .toList();
    }

    private static Optional<String> verifyMode(PluginOptions options) {
        Map<String, String> names =
                new LinkedHashMap<>(Map.of("peer", "optional", "force_peer", "required", "none", "none"));
        return options.text("ssl_verify_mode").map(mode -> names.getOrDefault(mode, "none"));
    }

    /** Where a secret comes from, without telling it. */
    static String source(Object written, Place place) {
        return References.isIn(written.toString())
                ? written + " (" + place.brief() + ")"
                : "a text in " + place.brief();
    }
}
