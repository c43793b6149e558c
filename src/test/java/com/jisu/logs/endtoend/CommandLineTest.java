package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says to somebody who has just met it, without any server. */
class CommandLineTest {

    private static final List<String> COMMANDS = List.of(
            "dev",
            "send",
            "parse",
            "tail",
            "run",
            "ingest",
            "streams",
            "sink",
            "setup",
            "status",
            "dlq",
            "config",
            "completion");

    @TempDir
    private Path directory;

    @Test
    void alone_it_explains_itself() throws Exception {
        Program alone = Program.run(directory);
        assertThat(alone.exitCode()).isZero();
        assertThat(alone.stdout()).contains("Usage: jisu-logs", "Exit codes:").contains(COMMANDS);
    }

    @Test
    void every_command_has_help_with_an_example() throws Exception {
        for (String command : COMMANDS) {
            Program help = Program.run(directory, command, "--help");
            assertThat(help.exitCode()).as(command).isZero();
            assertThat(help.stdout())
                    .contains("Usage: jisu-logs " + command)
                    .containsPattern("Examples?:\n +(\\S+ \\S )?(source <\\(\\./)?jisu-logs " + command);
        }
    }

    @Test
    void a_mistyped_command_or_option_is_one_clear_line_with_what_was_meant() throws Exception {
        Program command = Program.run(directory, "tial");
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.stderr().lines()).containsExactly("jisu-logs: 'tial' is no command; did you mean 'tail'?");

        Program option = Program.run(directory, "send", "--tpye", "nginx", "-");
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.stderr().lines())
                .containsExactly("jisu-logs: '--tpye' is no option of send; did you mean '--type'?");

        Program missing = Program.run(directory, "send", "-");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.stderr().lines())
                .containsExactly("jisu-logs: Missing required option: '--type=TYPE' (jisu-logs send --help)");
    }

    @Test
    void an_argument_that_can_not_be_used_is_one_clear_line_and_exit_code_2() throws Exception {
        for (List<String> arguments : List.of(
                List.of("send", "--to=nowhere", "--type=nginx", "samples/nginx-access.log"),
                List.of("send", "--key=key.pem", "--type=nginx", "samples/nginx-access.log"),
                List.of("status", "--at=nowhere"),
                List.of("tail", "--since=soon"),
                List.of("setup", "--kibana-url=kibana:5601"),
                List.of("config", "check", "--set=ingest.port"),
                List.of("completion", "fish"))) {
            Program wrong = Program.run(directory, arguments.toArray(String[]::new));
            assertThat(wrong.exitCode()).as(arguments + wrong.stderr()).isEqualTo(2);
            assertThat(wrong.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("jisu-logs: ")
                    .contains(argumentOf(arguments))
                    .doesNotContain("option option"); // as picocli says it
        }
    }

    @Test
    void one_port_for_two_things_is_one_clear_line() throws Exception {
        Program dev = Program.run(directory, "dev", "--beats-port=9333", "--kafka-port=9333");
        assertThat(dev.exitCode()).isEqualTo(2);
        assertThat(dev.stderr().lines())
                .singleElement()
                .asString()
                .contains("--beats-port and --kafka-port are both 9333");
    }

    /** The option that is wrong, or the parameter. */
    private static String argumentOf(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith("--"))
                .findFirst()
                .map(option -> option.split("=")[0])
                .orElse(arguments.get(arguments.size() - 1));
    }

    @Test
    void a_kafka_whose_name_is_unknown_ends_a_role_with_one_clear_line() throws Exception {
        Program ingest = Program.run(
                directory,
                "ingest",
                "--set=kafka.bootstrap-servers=kafka.invalid:9092",
                "--set=admin.port=0",
                "--set=ingest.port=0");
        assertThat(ingest.exitCode()).isEqualTo(1);
        assertThat(ingest.stderr().lines())
                .containsExactly(
                        "jisu-logs: Kafka at kafka.invalid:9092 can not be used: none of these hosts is known; set"
                                + " kafka.bootstrap-servers");
    }

    @Test
    void ingest_with_more_in_flight_than_its_heap_holds_does_not_start() throws Exception {
        Program ingest = Program.run(
                directory,
                Map.of("JISU_LOGS_JAVA_OPTS", "-Xmx128m -XX:+UseSerialGC"),
                "ingest",
                "--set=ingest.max-in-flight-bytes=1GiB");
        assertThat(ingest.exitCode()).isEqualTo(2);
        assertThat(ingest.stderr().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "jisu-logs: ingest.max-in-flight-bytes is 1024 MiB, which needs a heap of 1536 MiB and more;"
                                + " this process has ")
                .endsWith(" MiB: lower it, or raise the heap (JISU_LOGS_JAVA_OPTS=-Xmx...)");
    }

    @Test
    void the_configuration_is_checked_and_every_fault_told() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yml"), "ingest:\n  prot: 5044\n  keep-alive: soon\n");
        Program wrong = Program.run(
                directory,
                Map.of("JISU_LOGS_SNIK_INDEX", "a"),
                "config",
                "check",
                "--config",
                file.toString(),
                "--set=sink.gzip=yes please",
                "--set=ingest.port=99999");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.stdout()).isEmpty();
        assertThat(wrong.stderr().lines())
                .containsExactlyInAnyOrder(
                        "jisu-logs: " + file + ":2: ingest.prot is no key; did you mean ingest.port?",
                        "jisu-logs: " + file + ":3: ingest.keep-alive must be a duration such as 500ms, 30s, 5m, 12h or"
                                + " 366d, not 'soon'",
                        "jisu-logs: environment variable JISU_LOGS_SNIK_INDEX: it stands for no key; did you mean"
                                + " JISU_LOGS_SINK_INDEX?",
                        "jisu-logs: --set: sink.gzip must be true or false, not 'yes please'",
                        "jisu-logs: --set: ingest.port must be from 0 to 65535, not 99999");

        Program combination = Program.run(directory, "config", "check", "--set=sink.elasticsearch.user=me");
        assertThat(combination.exitCode()).isEqualTo(2);
        assertThat(combination.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("jisu-logs: --set: sink.elasticsearch.user and sink.elasticsearch.password go together");

        Program right = Program.run(directory, "config", "check", "--set=ingest.port=6000");
        assertThat(right.exitCode()).isZero();
        assertThat(right.stdout()).contains("The configuration is right; 1 of its keys");
    }

    @Test
    void what_is_in_effect_is_shown_with_its_origin_and_without_secrets() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2\n");
        Path file = Files.writeString(directory.resolve("my.yml"), """
                sink.elasticsearch:
                  user: elastic
                  password-file: %s
                kafka.properties:
                  sasl.jaas.config: password is hunter2
                """.formatted(secret));
        Program show = Program.run(
                directory,
                Map.of("JISU_LOGS_INGEST_PORT", "6000"),
                "config",
                "show",
                "--config=" + file,
                "--set=sink.gzip=true");
        assertThat(show.exitCode()).isZero();
        assertThat(show.stdout().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "admin.port: 9600 # default",
                        "ingest.port: 6000 # environment variable JISU_LOGS_INGEST_PORT",
                        "sink.gzip: true # --set",
                        "sink.elasticsearch.user: elastic # " + file + ":2",
                        "sink.elasticsearch.password: \"******\" # " + secret,
                        "kafka.properties.sasl.jaas.config: \"******\" # " + file + ":5");
        assertThat(show.stdout()).doesNotContain("hunter2");
    }

    @Test
    void a_debug_option_shows_the_stack_trace_and_nothing_else_does() throws Exception {
        Program plain = Program.run(directory, "send", "--to=localhost:1", "--type=nginx", "samples/nginx-access.log");
        assertThat(plain.exitCode()).isEqualTo(1);
        assertThat(plain.stderr().lines()).singleElement().asString().contains("nobody listens at localhost:1");

        Program debug = Program.run(
                directory, "send", "--debug", "--to=localhost:1", "--type=nginx", "samples/nginx-access.log");
        assertThat(debug.exitCode()).isEqualTo(1);
        assertThat(debug.stderr()).contains("nobody listens at localhost:1", "\tat com.jisu.logs.app.send.SendCommand");
    }

    @Test
    void sending_to_a_port_that_is_no_beats_input_ends_at_once() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerAll(http, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            server.start();
            Program send = Program.run(
                    directory,
                    "send",
                    "--to=localhost:" + http.getLocalPort(),
                    "--type=nginx",
                    "samples/nginx-access.log");
            assertThat(send.exitCode()).isEqualTo(1);
            assertThat(send.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("jisu-logs: what listens at localhost:" + http.getLocalPort() + " is no Beats input");
        }
    }

    private static void answerAll(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connection.getInputStream().readNBytes(6);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            } catch (java.io.IOException e) {
                // the test is over, or the client has gone: its own output tells
            }
        }
    }

    @Test
    void a_kafka_of_dev_that_is_not_there_is_one_clear_line() throws Exception {
        Program dev = Program.run(directory, "dev", "--data-dir=" + directory, "--kafka-bootstrap=localhost:1");
        assertThat(dev.exitCode()).isEqualTo(1);
        assertThat(dev.stderr().lines())
                .singleElement()
                .asString()
                .contains("Kafka at localhost:1 can not be reached", "--kafka-bootstrap");
    }

    @Test
    void a_server_that_does_not_answer_is_one_clear_line() throws Exception {
        Program status = Program.run(directory, "status", "--at=localhost:1", "--at=localhost:2", "--seconds=1");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.stdout().lines())
                .containsExactly("localhost:1  DOWN: nobody listens there", "localhost:2  DOWN: nobody listens there");

        Program tail = Program.run(directory, "tail", "--kafka-bootstrap=localhost:1");
        assertThat(tail.exitCode()).isEqualTo(1);
        assertThat(tail.stderr().lines()).singleElement().asString().contains("Kafka at localhost:1 can not be read");

        Program setup = Program.run(directory, "setup", "--set=kafka.bootstrap-servers=localhost:1");
        assertThat(setup.exitCode()).isEqualTo(1);
        assertThat(setup.stderr().lines()).containsExactly("jisu-logs: Kafka at localhost:1 can not be reached");

        Program dev =
                Program.run(directory, "dev", "--data-dir=" + directory, "--elasticsearch-url=http://localhost:1");
        assertThat(dev.exitCode()).isEqualTo(1);
        assertThat(dev.stderr().lines())
                .singleElement()
                .asString()
                .contains("Elasticsearch at http://localhost:1 can not be used", "--elasticsearch-url");
    }

    @Test
    void a_role_that_waits_for_kafka_lives_and_is_not_ready() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String admin = "localhost:" + port;
        try (Program ingest = Program.start(
                directory,
                "ingest",
                "--set=kafka.bootstrap-servers=localhost:1",
                "--set=admin.port=" + port,
                "--set=logging.format=text")) {
            ingest.awaitOnStderr("Kafka at localhost:1 can not be reached; waiting for it");
            assertThat(Index.get("http://" + admin + "/health/live")).contains("up");
            assertThat(Index.get("http://" + admin + "/health/ready"))
                    .contains("\"ingest\":\"WAITING_FOR_KAFKA\"", "not ready");

            assertThat(Index.get("http://" + admin + "/metrics"))
                    .as("what the alerts look at, before ingest has started")
                    .contains(
                            "jisu_logs_ready{role=\"ingest\"} 0.0",
                            "jisu_logs_kafka_reachable 0.0",
                            "jisu_logs_ingest_kafka_available 0.0");

            Program status = Program.run(directory, "status", "--at", admin, "--seconds=1");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.stdout()).contains(admin + "  NOT READY", "Kafka does not answer", "WAITING_FOR_KAFKA");

            ingest.terminateAll();
            assertThat(ingest.exitCode()).isEqualTo(143);
            assertThat(ingest.stderr().lines())
                    .as("a line for the outage and no other")
                    .hasSize(1);
        }
    }

    @Test
    void bash_completes_commands_and_options() throws Exception {
        Path script = directory.resolve("completion.bash");
        Program completion = Program.run(directory, "completion", "bash");
        assertThat(completion.exitCode()).isZero();
        Files.writeString(script, completion.stdout());

        assertThat(completed(script, "jisu-logs", "ta")).containsExactly("tail");
        assertThat(completed(script, "jisu-logs", "tail", "--enviro")).containsExactly("--environment");
        assertThat(completed(script, "./jisu-logs", "config", "ch")).containsExactly("check");
    }

    /** In a zsh that a user types into: what it shows where Tab was pressed. */
    @Test
    void zsh_completes_commands_and_options_where_it_is_installed() throws Exception {
        Program completion = Program.run(directory, "completion", "zsh");
        assertThat(completion.exitCode()).isZero();
        Path script = Files.writeString(directory.resolve("completion.zsh"), completion.stdout());

        assumeTrue(new ProcessBuilder("sh", "-c", "command -v zsh").start().waitFor() == 0, "zsh is not here");
        assertThat(zshCompleted(script, "./jisu-logs ta")).contains("<./jisu-logs tail >");
        assertThat(zshCompleted(script, "./jisu-logs tail --enviro")).contains("<./jisu-logs tail --environment >");
        assertThat(zshCompleted(script, "./jisu-logs config ch")).contains("<./jisu-logs config check >");
    }

    private static String zshCompleted(Path script, String typed) throws Exception {
        // Control-X prints what the line has become.
        String session = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell 'autoload -Uz compinit; compinit -u -D; source %s; show() { print -r -- "<$BUFFER>" }
                zle -N show; bindkey "^I" complete-word "^X" show; PS1=; print rea""dy'
                zpty -r shell said '*ready*'
                zpty -n -w shell $'%s\t\\x18'
                zpty -r shell said '*<*>*'
                print -r -- "$said"
                """.formatted(script, typed);
        Process zsh = new ProcessBuilder("zsh", "-f", "-c", session)
                .directory(Program.CHECKOUT.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(zsh.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    private List<String> completed(Path script, String... words) throws Exception {
        String command = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_jisu-logs; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", command).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().map(String::strip).toList();
    }
}
