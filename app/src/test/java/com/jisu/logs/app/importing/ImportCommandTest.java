package com.jisu.logs.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.app.Main;
import com.jisu.logs.app.config.ConfigurationLoader;
import com.jisu.logs.app.config.LoadedConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ImportCommandTest {

    private static final Path CONFIGURATIONS = Path.of("src/test/resources/importing/configurations");

    @TempDir
    private Path folder;

    private String printed = "";
    private String said = "";

    static List<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGURATIONS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configurations_of_others_are_carried_over_whole(Path configuration) throws IOException {
        String mode = configuration.toString().endsWith("-ecs") ? "v8" : "disabled";
        String file = configuration.resolve("logstash.conf").toString();
        assertThat(run(file, "--out", folder.toString(), "--ecs-compatibility", mode))
                .isZero();
        Map<String, Object> rules =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(folder.resolve("rules.yml")));
        assertThat(rules).containsEntry("schema", "logstash");
        assertThat(rules.get("steps")).isInstanceOf(List.class);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("Nothing that changes documents was left out.");
        assertThat(settings().configuration().ingest().port()).isEqualTo(5044);
    }

    @Test
    void settings_have_ports_tls_nodes_and_the_index_and_no_secret() throws IOException {
        write("""
                input { beats {
                  port => "5055" host => "127.0.0.1" client_inactivity_timeout => 90
                  ssl_enabled => true ssl_certificate => "/tls/a b.crt" ssl_key => "/tls/a.key" ssl_key_passphrase => "s3cret1"
                  ssl_certificate_authorities => ["/tls/ca.pem"] ssl_client_authentication => "required"
                  ssl_supported_protocols => ["TLSv1.3"]
                } }
                output { elasticsearch {
                  hosts => ["https://es-1.example.org", "es-2:9201", "10.0.0.1", "https://elastic:s3cret2@[::1]:9243/"]
                  ssl_enabled => true cacert => "/tls/es.pem" ssl_certificate => "/tls/es-client.crt" ssl_key => "/tls/es-client.key" user => "writer" password => "${ES_PASSWORD_OF_NOBODY}"
                  api_key => "id:s3cret3" index => "web-%{+YYYY.MM.dd}" ilm_enabled => false manage_template => false
                } }
                """);
        assertThat(run(conf(), "--out", folder.toString())).isZero();
        String written = Files.readString(folder.resolve("jisu-logs.yml"));
        assertThat(written + Files.readString(folder.resolve("report.md")) + printed)
                .doesNotContain("s3cret")
                .contains(
                        "JISU_LOGS_SINK_ELASTICSEARCH_PASSWORD",
                        "${ES_PASSWORD_OF_NOBODY}",
                        "JISU_LOGS_INGEST_TLS_KEY_PASSWORD");
        assertThat(settings().shown().stream().map(entry -> entry.key() + "=" + entry.value()))
                .contains(
                        "ingest.port=5055",
                        "ingest.host=127.0.0.1",
                        "ingest.idle-timeout=90s",
                        "ingest.tls.certificate=/tls/a b.crt",
                        "ingest.tls.key=/tls/a.key",
                        "ingest.tls.client-ca=/tls/ca.pem",
                        "ingest.tls.client-auth=required",
                        "ingest.tls.protocols=TLSv1.3",
                        "sink.elasticsearch.url=https://es-1.example.org:9200,https://es-2:9201,https://10.0.0.1:9200,https://[::1]:9243",
                        "sink.elasticsearch.user=writer",
                        "sink.elasticsearch.ca-file=/tls/es.pem",
                        "sink.elasticsearch.certificate=/tls/es-client.crt",
                        "sink.elasticsearch.key=/tls/es-client.key",
                        "sink.index=web-%{+YYYY.MM.dd}",
                        "streams.schema=logstash");
    }

    @Test
    void old_names_of_tls_options_are_known() throws IOException {
        write("""
                input { beats { port => 5044 ssl => true ssl_certificate => "/a.crt" ssl_key => "/a.key"
                  ssl_certificate_authorities => "/ca.pem" ssl_verify_mode => "force_peer" tls_min_version => "1.2" } }
                output { elasticsearch { hosts => "es" ssl => true index => "Web" } }
                """);
        assertThat(run(conf(), "--out", folder.toString())).isZero();
        assertThat(settings().shown().stream().map(entry -> entry.key() + "=" + entry.value()))
                .contains(
                        "ingest.tls.client-auth=required",
                        "ingest.tls.protocols=TLSv1.2",
                        "sink.elasticsearch.url=https://es:9200",
                        "sink.index=jisu-logs-%{yyyy.MM.dd}");
    }

    @Test
    void indices_of_outputs_get_the_template() throws IOException {
        write("""
                output {
                  elasticsearch { index => "Web-%{[fields][logtype]}-%{+YYYY.MM.dd}" }
                  if [a] { elasticsearch { index => "alerts" } }
                  if [b] { elasticsearch { index => "alerts" } }
                  if [c] { elasticsearch { index => "%{kind}-%{+YYYY}" } }
                  if [d] { elasticsearch { index => "jisu-logs-%{+YYYY}" } }
                }
                """);
        assertThat(run(conf(), "--out", folder.toString())).isZero();
        assertThat(settings().configuration().sink().indexPatterns()).contains(List.of("web-*", "alerts"));
    }

    @Test
    void fields_that_the_index_keeps_elsewhere_are_told() throws IOException {
        write("""
                filter {
                  grok { match => { "message" => "%{WORD:user} %{WORD:level} (?<host>x) %{WORD:[message][x]} %{WORD:free} %{WORD:[log][level]}" } }
                  mutate { add_field => { "[agent]" => "x" "[labels][a]" => "b" } }
                }
                """);
        run(conf(), "--out", folder.toString());
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("- `user`: `user` is an object there: a plain value goes to `application.overflow`,")
                .contains("- `level`: `level` is another name of `log.level` there")
                .contains("- `host`: ", "- `agent`: ")
                .contains("- `message.x`: `message` is a plain value")
                .doesNotContain("- `free`", "- `log.level`", "- `labels");
    }

    @Test
    void patterns_of_files_are_carried_into_the_rules() throws IOException {
        Files.createDirectories(folder.resolve("patterns"));
        Files.writeString(folder.resolve("patterns/a"), "# mine\nORDER [A-Z]{2}-\\d{8}\n\nIT 'it''s' %{ORDER:o}\n");
        write("filter { grok { patterns_dir => [\"patterns\"] match => { \"message\" => \"%{IT}\" } } }\n");
        assertThat(run(conf(), "--out", folder.toString())).isZero();
        Map<String, Object> rules =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(folder.resolve("rules.yml")));
        assertThat(rules.get("patterns")).isEqualTo(Map.of("ORDER", "[A-Z]{2}-\\d{8}", "IT", "'it''s' %{ORDER:o}"));

        write("filter { grok { patterns_dir => [\"/nowhere/patterns\"] match => { \"message\" => \"%{IT}\" } } }\n");
        assertThat(run(conf(), "--out", folder.toString(), "--force")).isEqualTo(1);
    }

    @Test
    void what_is_left_out_is_told_with_its_line_and_the_exit_code() throws IOException {
        write("filter {\n  ruby { code => '' }\n}\n");
        assertThat(run(conf(), "--out", folder.toString())).isEqualTo(1);
        assertThat(printed).contains("logstash.conf:2 ruby: left out: ");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("| logstash.conf:2 | filter `ruby` | **left out** |", "Documents are others than Logstash's");
    }

    @Test
    void a_configuration_that_can_not_be_read_is_refused_with_line_and_column() throws IOException {
        write("filter {\n  if [flag] == true { }\n}\n");
        assertThat(run(conf(), "--out", folder.toString())).isEqualTo(2);
        assertThat(said)
                .isEqualTo("jisu-logs: " + conf()
                        + ":2:16: a [field], a text in quotes, a number or a list was expected, not true\n");
        assertThat(folder.resolve("rules.yml")).doesNotExist();

        assertThat(run(folder.resolve("none.conf").toString())).isEqualTo(2);
        assertThat(said).startsWith("jisu-logs: there is no file ");
        assertThat(run(conf(), "--ecs-compatibility", "v9")).isEqualTo(2);
        assertThat(said).isEqualTo("jisu-logs: --ecs-compatibility is v9, but must be disabled, v1 or v8\n");
        Files.write(folder.resolve("logstash.conf"), new byte[] {'#', (byte) 0xff, '\n'});
        assertThat(run(conf())).isEqualTo(2);
        assertThat(said).contains(conf() + " is no text in UTF-8");
    }

    @Test
    void a_configuration_with_nothing_in_it_is_refused() throws IOException {
        for (String nothing : List.of("", "\n", "# filter { }\n")) {
            write(nothing);
            assertThat(run(conf(), "--out", folder.toString())).isEqualTo(2);
            assertThat(said)
                    .isEqualTo("jisu-logs: logstash.conf: nothing in it to import; name a file with input, filter or"
                            + " output\n");
            assertThat(folder.resolve("rules.yml")).doesNotExist();
        }
    }

    @Test
    void the_report_says_how_to_run_all_of_it_here() throws IOException {
        write("filter { }\n");
        assertThat(run(conf(), "--out", folder.toString())).isZero();
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("\n3. `./jisu-logs dev --config jisu-logs.yml` runs the whole pipeline on this machine;")
                .contains("\n4. Compare both");
    }

    @Test
    void files_that_are_there_stay_unless_forced() throws IOException {
        write("filter { }\n");
        Files.writeString(folder.resolve("report.md"), "mine");
        assertThat(run(conf(), "--out", folder.toString())).isEqualTo(1);
        assertThat(said).contains("report.md is there already");
        assertThat(Files.readString(folder.resolve("report.md"))).isEqualTo("mine");
        assertThat(folder.resolve("rules.yml")).doesNotExist();
        assertThat(run(conf(), "--out", folder.toString(), "--force")).isZero();
        assertThat(Files.readString(folder.resolve("report.md"))).startsWith("# Import of logstash.conf");
    }

    private String conf() {
        return folder.resolve("logstash.conf").toString();
    }

    @Test
    void a_file_is_no_folder_to_write_to() throws IOException {
        write("filter { }\n");
        assertThat(run(conf(), "--out", conf())).isEqualTo(2);
        assertThat(said).isEqualTo("jisu-logs: --out is " + conf() + ", which is a file; name a folder\n");
    }

    private void write(String configuration) throws IOException {
        Files.writeString(folder.resolve("logstash.conf"), configuration);
    }

    /** The settings as the program reads them; that of the rules' file is for the roles to judge. */
    private LoadedConfiguration settings() throws IOException {
        Path settings = folder.resolve("settings.yml");
        Files.writeString(
                settings,
                Files.readString(folder.resolve("jisu-logs.yml")).replaceFirst("streams.rules: .*/rules.yml'\n", ""));
        return ConfigurationLoader.read(Optional.of(settings), Map.of(), Map.of(), Set.of());
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("import"));
        all.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Main.commandLine().execute(all.toArray(String[]::new));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
            printed = out.toString(StandardCharsets.UTF_8);
            said = err.toString(StandardCharsets.UTF_8);
        }
    }
}
