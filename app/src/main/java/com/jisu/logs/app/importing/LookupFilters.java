package com.jisu.logs.app.importing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters that find something out about a value: {@code geoip}, {@code useragent}, {@code translate}, {@code fingerprint}, {@code cidr}. */
final class LookupFilters {

    private static final Pattern NETWORK = Pattern.compile("[0-9a-fA-F:.]*[.:][0-9a-fA-F:.]*(?:/[0-9.]{1,15})?");

    private LookupFilters() {}

    static Optional<RuleStep> geoip(PluginOptions options, Ecs ecs) {
        String source = options.text("source").orElse(null);
        if (source == null) {
            options.row().leftOut("it has no `source`; Logstash does not start with it");
            return Optional.empty();
        }
        Optional<String> target = options.field("target");
        if (target.isEmpty()) {
            target = ecs.isOn() ? parent(source) : Optional.of("geoip");
        }
        if (target.isEmpty()) {
            options.row()
                    .leftOut(
                            "it has no `target`, and `source` is no `[…][ip]`: with ecs_compatibility Logstash does not"
                                    + " start with it");
            return Optional.empty();
        }
        options.text("database")
                .ifPresent(path -> options.row()
                        .differs("the database is not named here: set `streams.geoip.city` or"
                                + " `streams.geoip.asn` in jisu-logs.yml to `" + path
                                + "`; without it those of the program are used"));
        options.ignore("cache_size");
        boolean asn = options.text("default_database_type")
                        .filter("ASN"::equals)
                        .isPresent()
                || options.text("database").filter(path -> path.contains("ASN")).isPresent();
        List<String> fields = options.texts("fields");
        return Optional.of(RuleStep.of("geoip")
                .with("field", FieldName.path(source))
                .with("target", target.get())
                .with("layout", layout(ecs))
                .with("database", asn ? "asn" : "city")
                .with("fields", fields.isEmpty() ? null : fields));
    }

    private static Optional<String> parent(String source) {
        return FieldName.names(source)
                .filter(names -> source.startsWith("[")
                        && names.size() > 1
                        && names.get(names.size() - 1).equals("ip"))
                .map(names -> FieldName.path(names.subList(0, names.size() - 1)));
    }

    private static String layout(Ecs ecs) {
        return ecs.isOn() ? "ecs" : "legacy";
    }

    static Optional<RuleStep> userAgent(PluginOptions options, Ecs ecs) {
        if (!options.has("source")) {
            options.row().leftOut("it has no `source`; Logstash does not start with it");
            return Optional.empty();
        }
        if (options.has("regexes")) {
            options.ignore("regexes");
            options.row()
                    .differs("`regexes`: the program's own regular expressions are used instead of those of the file");
        }
        options.ignore("lru_cache_size");
        String target = options.field("target").orElse(ecs.isOn() ? "user_agent" : null);
        return Optional.of(RuleStep.of("user_agent")
                .with("field", options.field("source").orElseThrow())
                .with("target", target)
                .with("layout", layout(ecs))
                .with("prefix", options.text("prefix").orElse(null)));
    }

    static Optional<RuleStep> translate(PluginOptions options, Ecs ecs) {
        String source = options.field(options.named("source", "field")).orElse(null);
        if (source == null) {
            options.row().leftOut("it has no `source`; Logstash does not start with it");
            return Optional.empty();
        }
        String target =
                options.field(options.named("target", "destination")).orElse(ecs.isOn() ? source : "translation");
        boolean exact = options.flag("exact", true);
        boolean regex = options.flag("regex", false);
        Map<String, Object> dictionary =
                exact && !regex ? options.mapAsWritten("dictionary") : options.map("dictionary");
        if (dictionary.values().stream().anyMatch(value -> value instanceof String text && EventText.hasFields(text))) {
            options.row().differs("values of the dictionary are set as they stand there, without looking up fields");
        }
        options.ignore("yaml_dictionary_code_point_limit", "yaml_load_strategy");
        String refreshed = options.text("refresh_behaviour").orElse(options.has("dictionary_path") ? "merge" : null);
        return Optional.of(RuleStep.of("translate")
                .with("field", source)
                .with("target", target)
                .with("dictionary", dictionary.isEmpty() ? null : dictionary)
                .with("file", file(options, "dictionary_path"))
                .with("fallback", options.text("fallback").map(EventText::value).orElse(null))
                .with("override", options.flag("override", source.equals(target)))
                .with("exact", exact ? null : false)
                .with("regex", regex ? true : null)
                .with("refresh_seconds", options.number("refresh_interval").orElse(null))
                .with("refresh_behaviour", refreshed)
                .with("iterate_on", options.field("iterate_on").orElse(null)));
    }

    static Optional<RuleStep> fingerprint(PluginOptions options, Ecs ecs) {
        List<String> source =
                options.texts("source").stream().map(FieldName::path).toList();
        return Optional.of(RuleStep.of("fingerprint")
                .with("fields", source.isEmpty() ? List.of("message") : source)
                .with("target", options.field("target").orElse(ecs.isOn() ? "event.hash" : "fingerprint"))
                .with("method", options.text("method").orElse("SHA1"))
                .with("key", options.text("key").orElse(null))
                .with("base64", options.flag("base64encode", false) ? true : null)
                .with("concatenate", options.flag("concatenate_sources", false))
                .with("concatenate_all_fields", options.flag("concatenate_all_fields", false) ? true : null));
    }

    static Optional<RuleStep> cidr(PluginOptions options, Ecs ecs) {
        List<String> addresses = CommonOptions.templates(options.texts("address"));
        List<String> networks = CommonOptions.templates(options.texts("network").stream()
                .filter(each -> isNetwork(each, options.row()))
                .toList());
        String file = file(options, "network_path");
        if (addresses.isEmpty() || networks.isEmpty() && file == null) {
            options.row().leftOut("it has no `address` or no `network`; it would never match");
            return Optional.empty();
        }
        return Optional.of(RuleStep.of("cidr")
                .with("address", addresses)
                .with("networks", networks.isEmpty() ? null : networks)
                .with("networks_file", file)
                .with(
                        "separator",
                        file == null ? null : options.text("separator").orElse(null))
                .with(
                        "refresh_seconds",
                        file == null ? null : options.number("refresh_interval").orElse(null)));
    }

    /** What is none would have the rules refused. */
    private static boolean isNetwork(String text, Row row) {
        boolean network = EventText.hasFields(text) || NETWORK.matcher(text).matches();
        if (!network) {
            row.differs("`" + text
                    + "` is no network and was left out; Logstash passes over it, with a warning for each event");
        }
        return network;
    }

    /** A file that is read while the program runs; null if none is named. */
    private static String file(PluginOptions options, String name) {
        String written = options.text(name).orElse(null);
        if (written == null) {
            return null;
        }
        Path configuration =
                Path.of(options.row().place().file()).toAbsolutePath().normalize();
        for (Path path : List.of(Path.of(written), configuration.resolveSibling(written))) {
            if (Files.isReadable(path)) {
                return path.toAbsolutePath().normalize().toString();
            }
        }
        options.row()
                .differs("the file `" + written
                        + "` is not here: the rules are refused until it is there where they are used"
                        + " (a relative path is meant from the folder of rules.yml)");
        return written;
    }
}
