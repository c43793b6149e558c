package com.jisu.logs.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.records.DeadLetter.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadReasonTest {

    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @ParameterizedTest
    @EnumSource
    void docs_dead_letters_explains_each_reason_of_a_stage_and_no_other(Stage stage) throws IOException {
        String row = "| " + stage.code() + " | ";

        assertThat(Files.readAllLines(Path.of("../docs/dead-letters.md")).stream()
                        .filter(line -> line.startsWith(row))
                        .flatMap(line -> CODE.matcher(line.split(" \\| ")[1]).results())
                        .map(code -> code.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        DeadReason.of(stage).stream().map(DeadReason::code).toList());
    }
}
