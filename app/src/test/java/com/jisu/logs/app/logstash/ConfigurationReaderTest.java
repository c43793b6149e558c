package com.jisu.logs.app.logstash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.app.logstash.ConfigurationFiles.Part;
import com.jisu.logs.app.logstash.Statement.Branch;
import com.jisu.logs.app.logstash.Statement.Plugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logstash's configuration language, as Logstash 9.3 reads it. */
class ConfigurationReaderTest {

    @TempDir
    private Path folder;

    /** The value of an option, in short: texts in quotes, numbers bare, lists in [], hashes in {}, codecs with their name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '^',
            value = {
                "5044 § 5044",
                "-1.50 § -1.50",
                "3. § 3.",
                "plain § \"plain\"",
                "_1 § \"_1\"",
                "\"a b\" § \"a b\"",
                "'a b' § \"a b\"",
                "\"it's\" § \"it's\"",
                "'say \"x\"' § \"say \"x\"\"",
                "\"a\\nb\" § \"a\\nb\"",
                "\"a\\\"b\" § \"a\\\"b\"",
                "'it\\'s' § \"it\\'s\"",
                "\"[\\\\]\" § \"[\\\\]\"",
                "\"# no comment\" § \"# no comment\"",
                "\"%{[a][b]} => { }\" § \"%{[a][b]} => { }\"",
                "\"grün 😀\" § \"grün 😀\"",
                "[] § []",
                "[1, \"a\", bare] § [1, \"a\", \"bare\"]",
                "[ [1, 2], [3] ] § [[1, 2], [3]]",
                "{} § {}",
                "{ a1 => 1 } § {a1: 1}",
                "{ \"a\" => \"b\" 'c d' => [1] 5 => x1 } § {a: \"b\", c d: [1], 5: \"x1\"}",
                "{ \"a\" => { \"b\" => 1 } } § {a: {b: 1}}",
                "json § \"json\"",
                "json { } § json()",
                "json { charset => \"CP1252\" } § json(charset: \"CP1252\")",
                "multiline { pattern => \"^\\s\" negate => true } § multiline(pattern: \"^\\s\", negate: \"true\")",
            })
    void values_are_read(String written, String expected) throws SyntaxFault {
        Plugin plugin = (Plugin) filters("x { option => " + written + " }").get(0);
        assertThat(plugin.options()).hasSize(1);
        assertThat(text(plugin.options().get(0).value())).isEqualTo(expected);
    }

    /** A condition with all its parentheses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '^',
            value = {
                "[a] § [a]",
                "[a][b] § [a][b]",
                "[a.b] § [a.b]",
                "![a] § !([a])",
                "! [a] § !([a])",
                "!([a] == 1) § !([a] == 1)",
                "[a] == \"x\" § [a] == \"x\"",
                "\"x\" == [a] § \"x\" == [a]",
                "[a] != 'x' § [a] != \"x\"",
                "[a]==1 § [a] == 1",
                "[a] >= -1.5 § [a] >= -1.5",
                "[a] < 1 § [a] < 1",
                "[a] in [1, \"b\", cc] § [a] in [1, \"b\", \"cc\"]",
                "[a] not in [\"b\", \"c\"] § [a] not in [\"b\", \"c\"]",
                "[a] not  in [b] § [a] not in [b]",
                "\"a\" in [tags] § \"a\" in [tags]",
                "[a] in \"abc\" § [a] in \"abc\"",
                "[a] in [\"b\"] § [a] in [\"b\"]",
                "[a] =~ /^a\\/b[\"c]$/ § [a] =~ /^a\\/b[\"c]$/",
                "[a] !~ \"x y\" § [a] !~ /x y/",
                "[a] and [b] or [c] § (([a] and [b]) or [c])",
                "[a] or [b] and [c] § ([a] or ([b] and [c]))",
                "[a] or [b] or [c] § (([a] or [b]) or [c])",
                "[a] xor [b] § ([a] xor [b])",
                "[a] nand [b] § ([a] nand [b])",
                "([a] or [b]) and [c] § (([a] or [b]) and [c])",
                "(([a])) § [a]",
                "[a] == 1 and !([b] or [c]) § ([a] == 1 and !(([b] or [c])))",
                "[a]⏎# why⏎ and [b] § ([a] and [b])",
                "[android] and [notin] § ([android] and [notin])",
            })
    void conditions_are_read(String written, String expected) throws SyntaxFault {
        Branch branch = (Branch) filters("if " + written + " { }").get(0);
        assertThat(text(branch.arms().get(0).condition())).isEqualTo(expected);
    }

    /** Where Logstash would not start, and what was expected there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '^',
            value = {
                "filtr { } § 1:1: input, filter or output was expected, not filtr",
                "filter § 1:7: { was expected, but the configuration ends",
                "filter { § 1:9: if, } or the name of a plug-in was expected, but the configuration ends",
                "filter { mutate § 1:16: { behind mutate was expected, but the configuration ends",
                "filter { mutate ( § 1:17: { behind mutate was expected, not (",
                "filter { mutate { a } } § 1:21: => behind a was expected, not }",
                "filter { mutate { a => } } § 1:24: a value (a text in quotes, a number, [ or {) was expected, not }",
                "filter { mutate { a => b } } § 1:24: a value (one letter needs quotes) was expected, not b",
                "filter { mutate { a => \"b } } § 1:24: the text that begins here has no \" at its end (\\\" does not end it)",
                "filter { mutate {⏎  gsub => [\"path\", \"\\\\\", \"/\"] } } § 2:27: , or ] was expected, not /\"]",
                "filter { x { a => [1 2] } } § 1:22: , or ] was expected, not 2]",
                "filter { x { a => { \"k\" => 1, \"l\" => 2 } } } § 1:29: } or the next entry (no comma stands between entries) was expected, not ,",
                "filter { x { a => { \"k\" => 1 \"k\" => 2 } } } § 1:30: the key k is in this hash a second time",
                "filter { x { a => { k } } } § 1:21: a value (one letter needs quotes) was expected, not k",
                "filter { if [a] == true { } } § 1:20: a [field], a text in quotes, a number or a list was expected, not true",
                "filter { if \"a\" { } } § 1:17: a comparison (==, !=, <, <=, >, >=, =~, !~, in, not in) was expected, not {",
                "filter { if [a] = 1 { } } § 1:17: and, or, xor, nand or { was expected, not =",
                "filter { if ([a] { } } § 1:18: and, or, xor, nand or ) was expected, not {",
                "filter { if !\"a\" in [b] { } } § 1:14: ( or [field] behind ! was expected, not \"a\"",
                "filter { if [a] not [b] { } } § 1:21: in behind not was expected, not [b]",
                "filter { if [a] =~ abc { } } § 1:20: /a regular expression/ or a text was expected, not abc",
                "filter { if [a] =~ /abc { } } § 1:20: the regular expression that begins here has no / at its end",
                "filter { if \"a\" =~ /a/ { } } § 1:13: a [field] was expected before =~",
                "filter { if [a] { } else mutate { } } § 1:26: { or if was expected, not mutate",
                "filter { if [a] { grok { id => \"x\"⏎ } else { mutate { } } } § 2:4: this else has no if before it: a } above it is missing, or one too many",
                "filter { if [a] { } elsif [b] { } } § 1:21: else if is written in two words, not elsif",
                "filter { date { match => [\"at\", \"UNIX]⏎ timezone => \"UTC\" } } § 2:15: , or ] was expected, not UTC\"; the text before it begins at 1:33, is a quote missing there?",
                "filter { } } § 1:12: input, filter or output was expected, not }",
                "# grün 😀⏎filter { x { ä => 1 } } § 2:14: } or the name of an option was expected, not ä",
                "filter { x { \"😀\" => 1 ; } } § 1:23: } or the name of an option was expected, not ;",
            })
    void what_logstash_refuses_is_refused_with_its_place(String configuration, String expected) {
        assertThatThrownBy(() -> read(configuration))
                .isInstanceOf(SyntaxFault.class)
                .hasMessage("logstash.conf:" + expected);
    }

    @Test
    void sections_branches_and_comments_are_read_with_their_places() throws SyntaxFault {
        List<Section> sections = read("""
                # all of it
                input { beats { port => 5044 } }   # the port
                filter {
                  if [a] { mutate { } }
                  else if [b] { drop { } drop { } } # both
                  else { if [c] { json { source => "x" } } }
                  if { strange => yes }
                }
                filter { "grok" { "match" => { "message" => "x" } id => one } }
                output { }
                """);
        assertThat(sections)
                .extracting(Section::kind)
                .containsExactly(Section.Kind.INPUT, Section.Kind.FILTER, Section.Kind.FILTER, Section.Kind.OUTPUT);
        Branch branch = (Branch) sections.get(1).statements().get(0);
        assertThat(branch.place()).hasToString("logstash.conf:4:3");
        assertThat(branch.arms()).hasSize(2);
        assertThat(branch.arms().get(1).place()).hasToString("logstash.conf:5:3");
        assertThat(branch.arms().get(1).statements()).hasSize(2);
        assertThat(branch.otherwise()).hasSize(1).first().isInstanceOf(Branch.class);
        assertThat(((Plugin) sections.get(1).statements().get(1)).name()).isEqualTo("if");
        Plugin grok = (Plugin) sections.get(2).statements().get(0);
        assertThat(grok.name()).isEqualTo("grok");
        assertThat(grok.options()).extracting(Statement.Option::name).containsExactly("match", "id");
        assertThat(grok.options().get(1).place()).hasToString("logstash.conf:9:51");
    }

    @Test
    void files_are_one_configuration_in_the_order_of_their_names() throws IOException, SyntaxFault {
        Files.writeString(folder.resolve("20-b.conf"), "\uFEFF mutate { } }\noutput { x { } }");
        Files.writeString(folder.resolve("10-a.conf"), "filter {\n# no line break behind this");
        Files.writeString(folder.resolve(".hidden"), "}");
        Files.writeString(folder.resolve("10-a.conf~"), "}");
        List<Part> parts = ConfigurationFiles.read(List.of(folder));
        List<Section> sections = ConfigurationReader.read(parts);
        assertThat(sections).hasSize(2);
        assertThat(sections.get(0).statements().get(0).place().brief()).isEqualTo("20-b.conf:1");
        assertThat(sections.get(1).place()).hasToString(folder.resolve("20-b.conf") + ":2:1");
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "filter { x { a => " + "[".repeat(100_000);
        assertThatThrownBy(() -> read(deep)).isInstanceOf(SyntaxFault.class).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> read("filter {" + " if [a] {".repeat(100_000)))
                .isInstanceOf(SyntaxFault.class)
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> read("filter { if " + "(".repeat(100_000)))
                .isInstanceOf(SyntaxFault.class)
                .hasMessageContaining("nested too deeply");
    }

    private static List<Section> read(String configuration) throws SyntaxFault {
        return ConfigurationReader.read(List.of(new Part("logstash.conf", configuration.replace("⏎", "\n"))));
    }

    private static List<Statement> filters(String statements) throws SyntaxFault {
        return read("filter { " + statements + " }").get(0).statements();
    }

    private static String text(Value value) {
        if (value instanceof Value.Text text) {
            return '"' + text.text() + '"';
        }
        if (value instanceof Value.Numeral number) {
            return number.text();
        }
        if (value instanceof Value.Items items) {
            return items.items().stream()
                    .map(ConfigurationReaderTest::text)
                    .toList()
                    .toString();
        }
        if (value instanceof Value.Entries entries) {
            return "{"
                    + String.join(
                            ", ",
                            entries.entries().stream()
                                    .map(entry -> entry.key() + ": " + text(entry.value()))
                                    .toList())
                    + "}";
        }
        Plugin codec = ((Value.Embedded) value).plugin();
        return codec.name() + "("
                + String.join(
                        ", ",
                        codec.options().stream()
                                .map(option -> option.name() + ": " + text(option.value()))
                                .toList())
                + ")";
    }

    private static String text(Condition condition) {
        if (condition instanceof Condition.Joined joined) {
            return "(" + text(joined.left()) + " " + joined.joint().name().toLowerCase(java.util.Locale.ROOT) + " "
                    + text(joined.right()) + ")";
        }
        if (condition instanceof Condition.Not not) {
            return "!(" + text(not.inner()) + ")";
        }
        if (condition instanceof Condition.Truth truth) {
            return text((Condition.Operand) truth.field());
        }
        if (condition instanceof Condition.Comparison comparison) {
            return text(comparison.left()) + " " + comparison.operator() + " " + text(comparison.right());
        }
        if (condition instanceof Condition.Membership in) {
            return text(in.element()) + (in.negated() ? " not in " : " in ") + text(in.container());
        }
        Condition.Match match = (Condition.Match) condition;
        return text((Condition.Operand) match.field()) + (match.negated() ? " !~ /" : " =~ /") + match.pattern() + "/";
    }

    private static String text(Condition.Operand operand) {
        if (operand instanceof Condition.Selector selector) {
            return "[" + String.join("][", selector.names()) + "]";
        }
        if (operand instanceof Condition.LiteralList list) {
            return list.values().stream()
                    .map(ConfigurationReaderTest::text)
                    .toList()
                    .toString();
        }
        return text(((Condition.Literal) operand).value());
    }
}
