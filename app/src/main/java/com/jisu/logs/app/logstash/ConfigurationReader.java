package com.jisu.logs.app.logstash;

import com.jisu.logs.app.logstash.Section.Kind;
import com.jisu.logs.app.logstash.Statement.Arm;
import com.jisu.logs.app.logstash.Statement.Branch;
import com.jisu.logs.app.logstash.Statement.Option;
import com.jisu.logs.app.logstash.Statement.Plugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a configuration as Logstash does: "Structure of a pipeline" and "Accessing event data and fields" in its documentation, and what
 * Logstash 9.3 takes. Used once, by one thread.
 */
public final class ConfigurationReader {

    /** Blocks and values in each other; Logstash has no bound, people need five. */
    private static final int MAX_DEPTH = 100;

    private final Source source;
    private final ValueReader values;
    private final ConditionReader conditions;
    private int depth;

    private ConfigurationReader(Source source) {
        this.source = source;
        this.values = new ValueReader(source, this::plugin);
        this.conditions = new ConditionReader(source);
    }

    /** @throws SyntaxFault if Logstash would not start with it */
    public static List<Section> read(List<ConfigurationFiles.Part> files) throws SyntaxFault {
        return new ConfigurationReader(new Source(files)).sections();
    }

    private List<Section> sections() throws SyntaxFault {
        List<Section> sections = new ArrayList<>();
        source.skipBlank();
        while (!source.isAtEnd()) {
            sections.add(section());
            source.skipBlank();
        }
        return sections;
    }

    private Section section() throws SyntaxFault {
        Place place = source.place();
        for (Kind kind : Kind.values()) {
            if (source.takeWord(kind.name().toLowerCase(Locale.ROOT))) {
                return new Section(kind, block(), place);
            }
        }
        throw source.fault("input, filter or output");
    }

    /** {@code { … }} with statements in it. */
    private List<Statement> block() throws SyntaxFault {
        source.skipBlank();
        if (!source.take("{")) {
            throw source.fault("{");
        }
        if (++depth > MAX_DEPTH) {
            throw new SyntaxFault(source.place(), "blocks are nested too deeply");
        }
        List<Statement> statements = new ArrayList<>();
        source.skipBlank();
        while (!source.take("}")) {
            statements.add(statement());
            source.skipBlank();
        }
        depth--;
        return statements;
    }

    private Statement statement() throws SyntaxFault {
        int begin = source.at();
        if (source.takeWord("if")) {
            source.skipBlank();
            boolean named = source.next() == '{' || source.startsWith("=>"); // no condition, so a plug-in named if
            source.goTo(begin);
            if (!named) {
                return branch();
            }
        }
        return plugin();
    }

    private Branch branch() throws SyntaxFault {
        Place place = source.place();
        List<Arm> arms = new ArrayList<>();
        source.takeWord("if");
        arms.add(arm(place));
        while (true) {
            int behind = source.at();
            source.skipBlank();
            Place elsePlace = source.place();
            if (!source.takeWord("else")) {
                source.goTo(behind);
                return new Branch(arms, List.of(), place);
            }
            source.skipBlank();
            if (!source.takeWord("if")) {
                if (source.next() != '{') {
                    throw source.fault("{ or if");
                }
                return new Branch(arms, block(), place);
            }
            arms.add(arm(elsePlace));
        }
    }

    private Arm arm(Place place) throws SyntaxFault {
        Condition condition = conditions.condition();
        source.skipBlank();
        if (source.next() != '{') {
            throw source.fault("and, or, xor, nand or {");
        }
        return new Arm(condition, block(), place);
    }

    private Plugin plugin() throws SyntaxFault {
        Place place = source.place();
        String name = values.name();
        if (name == null) {
            throw source.fault("if, } or the name of a plug-in");
        }
        if (name.equals("else")) {
            throw new SyntaxFault(place, "this else has no if before it: a } above it is missing, or one too many");
        }
        if (name.equals("elsif") || name.equals("elseif")) {
            throw new SyntaxFault(place, "else if is written in two words, not " + name);
        }
        source.skipBlank();
        if (!source.take("{")) {
            throw source.fault("{ behind " + name);
        }
        List<Option> options = new ArrayList<>();
        source.skipBlank();
        while (!source.take("}")) {
            options.add(option());
            source.skipBlank();
        }
        return new Plugin(name, options, place);
    }

    private Option option() throws SyntaxFault {
        Place place = source.place();
        String name = values.name();
        if (name == null) {
            throw source.fault("} or the name of an option");
        }
        source.skipBlank();
        if (!source.take("=>")) {
            throw source.fault("=> behind " + name);
        }
        source.skipBlank();
        return new Option(name, values.value(), place);
    }
}
