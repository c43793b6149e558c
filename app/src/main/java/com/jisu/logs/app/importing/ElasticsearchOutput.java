package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code elasticsearch} output: the connection becomes settings, and the index, id, pipeline and routing a {@code deliver}. */
final class ElasticsearchOutput {

    private static final String[] HARMLESS = {
        "id",
        "enable_metric",
        "workers",
        "bulk_path",
        "pool_max",
        "pool_max_per_route",
        "retry_initial_interval",
        "retry_max_interval",
        "resurrect_delay",
        "sniffing",
        "sniffing_delay",
        "sniffing_path",
        "validate_after_inactivity",
        "healthcheck_path",
        "document_type",
        "flush_size",
        "idle_flush_time",
        "failure_type_logging_whitelist",
        "silence_errors_in_log",
        "dlq_on_failed_indexname_interpolation",
        "dlq_custom_codes",
        "ecs_compatibility",
        "timeout",
        "compression_level",
        "http_compression",
        "manage_template",
        "codec",
        "retry_on_conflict"
    };
    private static final Map<String, String> OWN_TEMPLATE = Map.of(
            "template",
            "",
            "template_name",
            "",
            "template_overwrite",
            "",
            "template_api",
            "",
            "ilm_enabled",
            "",
            "ilm_policy",
            "",
            "ilm_rollover_alias",
            "",
            "ilm_pattern",
            "");
    /** What an index begins with, up to its first field. */
    private static final Pattern CONSTANT = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    private static final String OWN = "jisu-logs-";
    private static final Pattern DAILY = Pattern.compile("[a-z0-9][a-z0-9._-]*%\\{\\+[YyMdHwx._-]+}[a-z0-9._-]*");

    private final ProgramSettings settings;
    private final Ecs ecs;

    ElasticsearchOutput(ProgramSettings settings, Ecs ecs) {
        this.settings = settings;
        this.ecs = ecs;
    }

    /**
     * The step that sends the event there.
     *
     * @param copy whether it goes on behind it
     */
    RuleStep step(PluginOptions options, boolean copy, boolean only) {
        Row row = options.row();
        connection(options);
        templates(options);
        action(options);
        String index = index(options);
        if (only && index != null && DAILY.matcher(index).matches()) {
            settings.put(
                    "sink.index",
                    index,
                    row.place().brief() + " elasticsearch; it is where documents go whose own index has"
                            + " no legal name, too");
        }
        if (index != null) {
            pattern(index, row);
        }
        if (options.text("document_id").isPresent()) {
            row.differs("of documents with the same `document_id` the first stays, where Logstash has the last");
        }
        options.text("pipeline")
                .ifPresent(name -> row.differs("`pipeline => " + name + "`: the ingest pipeline must be in the"
                        + " cluster before the first event, as documents wait until it is there"));
        options.ignore(HARMLESS);
        RuleStep step = RuleStep.of("deliver")
                .with("index", index == null ? null : EventText.value(index))
                .with("id", options.text("document_id").map(EventText::value).orElse(null))
                .with("pipeline", options.text("pipeline").map(EventText::value).orElse(null))
                .with("routing", options.text("routing").map(EventText::value).orElse(null))
                .with("copy", copy ? true : null);
        options.reportUnread();
        return step.commented(row.place().brief() + " elasticsearch");
    }

    /** Has indices of this name made by the program's template, which otherwise only knows those of its own. */
    private void pattern(String index, Row row) {
        Matcher constant = CONSTANT.matcher(index.toLowerCase(Locale.ROOT));
        if (!constant.lookingAt()) {
            row.differs(
                    "its index begins with a field, so that no template of jisu-logs can be there for it: put what it may begin with"
                            + " into `sink.index-patterns`");
        } else if (!constant.group().startsWith(OWN)) {
            settings.add(
                    "sink.index-patterns",
                    constant.end() == index.length() ? constant.group() : constant.group() + "*",
                    "indices that get the settings, mappings and lifecycle of jisu-logs");
        }
    }

    private String index(PluginOptions options) {
        boolean dataStream = options.text("data_stream").filter("true"::equals).isPresent();
        for (String name : List.of(
                "data_stream",
                "data_stream_type",
                "data_stream_dataset",
                "data_stream_namespace",
                "data_stream_auto_routing",
                "data_stream_sync_fields")) {
            options.ignore(name);
        }
        if (dataStream) {
            options.row()
                    .loses(
                            "documents go to the daily index (`sink.index`), or with `sink.target: data-stream` to the data"
                                    + " stream of their dataset and environment (docs/data-streams.md)");
            return null;
        }
        return options.text("index").orElseGet(() -> {
            options.row()
                    .differs("it names no index; documents go to Logstash's default one. Where Logstash manages its"
                            + " lifecycle (ILM) that is an alias with a number, here one index a day");
            return (ecs.isOn() ? "ecs-logstash-" : "logstash-") + "%{+yyyy.MM.dd}";
        });
    }

    private static void action(PluginOptions options) {
        String action = options.text("action").orElse("index");
        switch (action) {
            case "index" -> {}
            case "create" ->
                options.row()
                        .differs("`action => create`: a document whose id is there already is not replaced,"
                                + " unless a `deliver` gave the id");
            default -> options.row().loses("`action => " + action + "`: documents are only added or replaced");
        }
        for (String name : List.of(
                "doc_as_upsert",
                "script",
                "script_lang",
                "script_type",
                "script_var_name",
                "scripted_upsert",
                "upsert",
                "version",
                "version_type",
                "parent",
                "join_field")) {
            if (options.has(name)) {
                options.ignore(name);
                options.row().loses("`" + name + "` is left out: documents are only added or replaced");
            }
        }
    }

    private static void templates(PluginOptions options) {
        boolean named = false;
        for (String name : OWN_TEMPLATE.keySet()) {
            named |= options.has(name) && !(name.equals("ilm_enabled") && "false".equals(options.written(name)));
            options.ignore(name);
        }
        if (named) {
            options.row()
                    .differs(
                            "templates and lifecycle: the program installs its own index template and policy; what yours"
                                    + " has beyond them belongs into a template of a higher priority");
        }
    }

    private void connection(PluginOptions options) {
        Row row = options.row();
        String comment = row.place().brief() + " elasticsearch";
        boolean tls = options.flag(options.named("ssl_enabled", "ssl"), false);
        List<String> urls = new ArrayList<>();
        List<String> hosts = options.texts("hosts");
        for (String host : hosts.isEmpty() ? List.of("localhost") : hosts) {
            urls.add(url(host, tls, row));
        }
        if (options.has("cloud_id")) {
            options.ignore("cloud_id");
            row.differs("`cloud_id`: set `sink.elasticsearch.url` to the deployment's Elasticsearch endpoint");
        } else if (settings.value("sink.elasticsearch.url") == null) {
            settings.put("sink.elasticsearch.url", urls, comment);
        } else if (!urls.equals(settings.value("sink.elasticsearch.url"))) {
            row.loses("it writes to another cluster (" + String.join(", ", urls)
                    + "); here all documents go to the one of the"
                    + " first output. A second sink with a group id of its own writes all documents to that one, too");
        }
        if (options.has("user")) {
            text(options, "user")
                    .ifPresentOrElse(
                            user -> settings.put("sink.elasticsearch.user", user, comment),
                            () -> settings.secret(
                                    "sink.elasticsearch.user",
                                    BeatsInput.source(options.written("user"), row.place())));
        }
        secret(options, "password", "sink.elasticsearch.password", "");
        secret(
                options,
                "api_key",
                "sink.elasticsearch.api-key",
                ", in the form id:key; here it is the encoded form (base64 of that)");
        if (options.has("cloud_auth")) {
            options.ignore("cloud_auth");
            settings.secret(
                    "sink.elasticsearch.password",
                    "part of `cloud_auth` (" + row.place().brief() + ")");
        }
        certificates(options, comment);
    }

    /** The value where it needs no environment that is not there. */
    private static Optional<String> text(PluginOptions options, String name) {
        return References.isIn(String.valueOf(options.written(name))) ? Optional.empty() : options.text(name);
    }

    private void secret(PluginOptions options, String option, String key, String form) {
        if (options.has(option)) {
            settings.secret(
                    key,
                    BeatsInput.source(options.written(option), options.row().place()) + form);
        }
    }

    private void certificates(PluginOptions options, String comment) {
        Row row = options.row();
        List<String> authorities = options.texts(options.named("ssl_certificate_authorities", "cacert"));
        if (!authorities.isEmpty()) {
            settings.put("sink.elasticsearch.ca-file", authorities.get(0), comment);
            if (authorities.size() > 1) {
                row.differs("`sink.elasticsearch.ca-file` is one file: put the certificates of " + authorities
                        + " into it");
            }
        }
        boolean unverified =
                options.text("ssl_verification_mode").filter("none"::equals).isPresent()
                        || !options.flag("ssl_certificate_verification", true);
        if (unverified) {
            row.differs("certificates are always verified: set `sink.elasticsearch.ca-file` to the authority's");
        }
        options.text("ssl_certificate")
                .ifPresent(file -> settings.put("sink.elasticsearch.certificate", file, comment));
        options.text("ssl_key").ifPresent(file -> settings.put("sink.elasticsearch.key", file, comment));
        for (String name : List.of("keystore", "ssl_keystore_path", "truststore", "ssl_truststore_path")) {
            if (options.has(name)) {
                options.ignore(name);
                row.differs("`" + name + "` is not carried over; the sink reads PEM files: of authorities"
                        + " (`sink.elasticsearch.ca-file`), and of a client certificate and its key"
                        + " (`sink.elasticsearch.certificate`, `.key`)");
            }
        }
        options.ignore(
                "keystore_password",
                "ssl_keystore_password",
                "ssl_keystore_type",
                "truststore_password",
                "ssl_truststore_password",
                "ssl_truststore_type",
                "ssl_supported_protocols",
                "ssl_cipher_suites",
                "ca_trusted_fingerprint");
        for (String name : List.of("proxy", "custom_headers", "parameters", "path")) {
            if (options.has(name)) {
                options.ignore(name);
                row.differs("`" + name + "` is not carried over; the sink connects to the nodes directly");
            }
        }
    }

    private static String url(String host, boolean tls, Row row) {
        String scheme = tls ? "https://" : "http://";
        String rest = host.strip();
        int at = rest.indexOf("//");
        if (at >= 0) {
            scheme = at == 0 ? scheme : rest.substring(0, at + 2);
            rest = rest.substring(at + 2);
        }
        if (rest.indexOf('@') >= 0) {
            rest = rest.substring(rest.indexOf('@') + 1);
            row.differs("user and password of the URL were left out: set `sink.elasticsearch.user` and the password");
        }
        String authority = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
        String path = rest.substring(authority.length());
        boolean hasPort = authority.matches(".*:\\d+") && !authority.matches("[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F]*");
        return scheme
                + authority
                + (hasPort || authority.contains("${") ? "" : ":9200")
                + (path.equals("/") ? "" : path);
    }
}
