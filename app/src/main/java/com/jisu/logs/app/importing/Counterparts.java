package com.jisu.logs.app.importing;

import java.util.Map;

/** What to do instead of plug-ins that have no counterpart here. */
final class Counterparts {

    private static final String PROGRAM =
            "rules have no program in them; what it does to fields can mostly be said by `set`,"
                    + " `gsub`, `convert`, `split` and conditions, else the application or a consumer of the parsed topic does it";
    private static final String ASKS =
            "no step asks another system for each event: it would be as slow and as often down as that"
                    + " one. Export what is looked up to a file and use `translate` (the file is read again when it changes)";
    private static final String SEVERAL =
            "events are worked on one by one, by several instances, so nothing can be kept from one"
                    + " to the next; count and join where they are stored (Elasticsearch transforms, aggregations)";

    private static final Map<String, String> FILTERS = Map.ofEntries(
            Map.entry("ruby", PROGRAM),
            Map.entry("aggregate", SEVERAL),
            Map.entry("elapsed", SEVERAL),
            Map.entry("metrics", "it makes events of its own; the program's `/metrics` counts events per step"),
            Map.entry("throttle", SEVERAL + ". `sample` keeps a part of the events by their ids"),
            Map.entry("http", ASKS),
            Map.entry("jdbc_streaming", ASKS),
            Map.entry("jdbc_static", ASKS),
            Map.entry("memcached", ASKS),
            Map.entry(
                    "elasticsearch",
                    ASKS + ", or an enrich processor in an ingest pipeline (`deliver: {pipeline: …}`)"),
            Map.entry("dns", ASKS),
            Map.entry("xml", "there is no step for XML; take out what is needed with `grok` or `dissect`"),
            Map.entry("de_dot", "Elasticsearch reads dots in names as objects by itself; `rename` gives other names"),
            Map.entry("alter", "use `set` with an `if`"),
            Map.entry(
                    "cipher",
                    "nothing is encrypted here; `redact` and `fingerprint` with a `key` make values unreadable"),
            Map.entry(
                    "json_encode", "no step writes JSON; an object in a text of `set` (`${field}`) is written as JSON"),
            Map.entry("range", "use conditions (`<`, `>`)"),
            Map.entry("tld", "there is no list of public suffixes here; `grok` takes the last two parts of a name"),
            Map.entry(
                    "multiline", "put lines together in Filebeat (`multiline` of its input), before they are shipped"),
            Map.entry("environment", "use `set` with the value, or Filebeat's `fields`"),
            Map.entry("i18n", "use `gsub` for the letters that occur"),
            Map.entry("extractnumbers", "use `grok` with `%{NUMBER:…:float}`"),
            Map.entry("collate", SEVERAL),
            Map.entry("anonymize", "use `fingerprint` with a `key`, or `anonymize_ip`"),
            Map.entry(
                    "elastic_integration",
                    "send to Elasticsearch's ingest pipeline instead: `deliver: {pipeline: …}`"));

    private static final String SHIP = "ship it with Filebeat, whose events the Beats port takes: input ";

    private static final Map<String, String> INPUTS = Map.ofEntries(
            Map.entry("file", SHIP + "`filestream` for the same paths"),
            Map.entry("stdin", SHIP + "`stdin`, or pipe into `jisu-logs send -`"),
            Map.entry("tcp", SHIP + "`tcp` on that port"),
            Map.entry("udp", SHIP + "`udp` on that port"),
            Map.entry("unix", SHIP + "`unix`"),
            Map.entry("syslog", SHIP + "`syslog` or `tcp`/`udp`, and the steps `grok` and `syslog_pri` for the line"),
            Map.entry("http", SHIP + "`http_endpoint`"),
            Map.entry("http_poller", SHIP + "`httpjson` or `cel`"),
            Map.entry("s3", SHIP + "`aws-s3`"),
            Map.entry("sqs", SHIP + "`aws-s3` with a queue"),
            Map.entry(
                    "redis",
                    SHIP + "`redis` reads its slow log only; let the producers ship by Filebeat, or write Beats events"
                            + " to the raw topic"),
            Map.entry(
                    "kafka",
                    "let the producers write Beats events (JSON with `@timestamp` and `message`) to the raw topic"
                            + " (`topics.raw`), as Filebeat's `output.kafka` does; or " + SHIP + "`kafka`"),
            Map.entry("gelf", SHIP + "`udp`, and the step `json` for the message"),
            Map.entry("journald", SHIP + "`journald`"),
            Map.entry("azure_event_hubs", SHIP + "`azure-eventhub`"),
            Map.entry("google_pubsub", SHIP + "`gcp-pubsub`"),
            Map.entry("jdbc", "a database is no log; query it by a job that writes lines of JSON, and ship these"),
            Map.entry("elasticsearch", "reindex inside of Elasticsearch (`_reindex`)"),
            Map.entry("exec", "let cron or a timer write what the command prints to a file, and ship it with Filebeat"),
            Map.entry(
                    "elastic_agent",
                    "Elastic Agent's Logstash output speaks the Beats protocol: point it to the Beats port"),
            Map.entry(
                    "pipeline",
                    "pipelines that hand events on are one here: import all their files in one go, with the filters"
                            + " in the order in which events pass them, and without the pipeline plug-ins"),
            Map.entry("dead_letter_queue", "what could not be indexed is in the dead-letter topic: `jisu-logs dlq`"));

    private static final String FROM_TOPIC =
            "documents can be read from the parsed topic (`topics.parsed`) by a consumer of its own: ";

    private static final Map<String, String> OUTPUTS = Map.ofEntries(
            Map.entry("file", FROM_TOPIC + "a Kafka Connect file or S3 sink writes files"),
            Map.entry("kafka", FROM_TOPIC + "they are in Kafka already"),
            Map.entry("s3", FROM_TOPIC + "a Kafka Connect S3 sink"),
            Map.entry("http", FROM_TOPIC + "a Kafka Connect HTTP sink"),
            Map.entry("email", "let Kibana's alerts or Alertmanager send mail"),
            Map.entry("pagerduty", "let Kibana's alerts or Alertmanager call"),
            Map.entry("slack", "let Kibana's alerts or Alertmanager write"),
            Map.entry("statsd", "count with Elasticsearch's aggregations, or the program's `/metrics`"),
            Map.entry("graphite", "count with Elasticsearch's aggregations, or the program's `/metrics`"),
            Map.entry(
                    "opensearch",
                    "set `sink.elasticsearch.url` to it; whether the sink can write there has to be tried"),
            Map.entry(
                    "pipeline",
                    "pipelines that hand events on are one here: import all their files in one go, with the filters"
                            + " in the order in which events pass them, and without the pipeline plug-ins"));

    private Counterparts() {}

    static boolean isFilter(String name) {
        return FILTERS.containsKey(name);
    }

    static String ofFilter(String name) {
        return FILTERS.getOrDefault(name, "no step here does the work of this plug-in");
    }

    static String ofInput(String name) {
        return INPUTS.getOrDefault(
                name, "events come by the Beats protocol only; let Filebeat or another shipper send them");
    }

    static String ofOutput(String name) {
        return OUTPUTS.getOrDefault(name, FROM_TOPIC + "nothing but Elasticsearch is written to");
    }
}
