package com.jisu.logs.parsers.nginx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AccessKeyTest {

    private static final Path DOCS = Path.of("../docs/fields.md");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");

    /** The documentation calls them the times of applications. */
    private static final List<String> TIMES = List.of("timestamp", "time", "ts", "datetime", "date");

    @Test
    void the_documentation_shows_the_keys_in_their_order() throws IOException {
        String page = Files.readString(DOCS, UTF_8);
        int begin = page.indexOf("| keys | field |");
        assertThat(begin).isPositive();
        List<String> shown = page.substring(begin, page.indexOf("\n\n", begin))
                .lines()
                .skip(2)
                .map(row -> row.split("\\|")[1])
                .filter(keys -> !keys.contains("behind it")) // names with units, which no list has
                .flatMap(keys -> NAME.matcher(keys).results().map(result -> result.group(1)))
                .toList();

        assertThat(shown)
                .containsExactlyElementsOf(Arrays.stream(AccessKey.values())
                        .flatMap(key -> key.names().stream())
                        .filter(name -> !TIMES.contains(name))
                        .toList());
        assertThat(AccessKey.TIME.names()).startsWith(TIMES.toArray(String[]::new));
    }
}
