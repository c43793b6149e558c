package com.jisu.logs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.endtoend.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workflows: what they run is what was looked at, and the long suites run by themselves. */
class WorkflowsTest {

    private static final Path WORKFLOWS = Program.CHECKOUT.resolve(".github/workflows");

    /** A tag can be moved to other code; a commit can not. The version behind it is for people, and for updates. */
    private static final Pattern PINNED = Pattern.compile("[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

    private static final Pattern USES = Pattern.compile("(?m)^[ -]*uses:\\s*(.+)$");
    private static final Pattern PROFILE = Pattern.compile("-P([a-z-]+)");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void every_action_is_pinned_to_a_commit(Path workflow) {
        Matcher uses = USES.matcher(Yaml.text(workflow));
        int count = 0;
        while (uses.find()) {
            count++;
            assertThat(uses.group(1)).matches(PINNED);
        }
        assertThat(count).as("actions in %s", workflow.getFileName()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "25"})
    void each_night_the_long_suites_run(String java) {
        JsonNode nightly = Yaml.one(WORKFLOWS.resolve("nightly.yml"));
        // YAML 1.1 reads the key "on" as a boolean.
        assertThat(nightly.at("/true/schedule/0/cron").asText()).matches("\\d+ \\d+ \\* \\* \\*");
        JsonNode matrix = nightly.at("/jobs/suite/strategy/matrix");
        assertThat(Yaml.each(matrix.path("java")).map(JsonNode::asText)).contains(java);
        Set<String> profiles = new TreeSet<>();
        Yaml.each(matrix.path("suite")).forEach(suite -> {
            Matcher profile = PROFILE.matcher(suite.path("command").asText());
            while (profile.find()) {
                profiles.add(profile.group(1));
            }
        });
        assertThat(profiles).contains("faults", "long", "soak", "crash");
        profiles.forEach(profile -> assertThat(Stream.of("pom.xml", "src/test/pom.xml", "sink/pom.xml")
                        .map(pom -> Yaml.text(Program.CHECKOUT.resolve(pom))))
                .as("a pom.xml has the profile %s", profile)
                .anyMatch(pom -> pom.contains("<id>" + profile + "</id>")));
    }

    @Test
    void each_night_the_build_runs_on_the_other_search_servers() {
        String pom = Yaml.text(Program.CHECKOUT.resolve("pom.xml"));
        JsonNode server = Yaml.one(WORKFLOWS.resolve("nightly.yml")).at("/jobs/server");

        List<String> profiles = Yaml.each(server.at("/strategy/matrix/profile"))
                .map(JsonNode::asText)
                .toList();
        assertThat(profiles)
                .containsExactlyInAnyOrder("opensearch", "opensearch-3", "elasticsearch-9")
                .allMatch(profile -> pom.contains("<id>" + profile + "</id>"));
        assertThat(Yaml.each(server.path("steps")).map(step -> step.path("run").asText()))
                .contains("mvn verify -P${{ matrix.profile }}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject-path", "subject-digest"})
    void a_release_says_where_its_archive_and_its_image_come_from(String subject) {
        JsonNode steps = Yaml.one(WORKFLOWS.resolve("release.yml")).at("/jobs/release/steps");
        assertThat(Yaml.each(steps)
                        .filter(step -> step.path("uses").asText().startsWith("actions/attest-build-provenance@")))
                .anyMatch(step -> !step.path("with").path(subject).asText().isEmpty());
    }
}
