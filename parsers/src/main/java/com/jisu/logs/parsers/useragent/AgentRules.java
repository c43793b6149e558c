package com.jisu.logs.parsers.useragent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The rules of uap-core: of each kind the first one that matches says what a user agent is. A rule is only tried where literals that
 * it needs are in the text. Thread-safe.
 *
 * <p>The build has put them into a resource of this form, numbers big-endian, texts as UTF-8:
 *
 * <ul>
 *   <li>2 bytes: how many clauses there are, 2 bytes: how many literals;
 *   <li>each literal: 1 byte of length, the literal, 1 byte: where in it the three characters are by which it is found, and clauses;
 *   <li>the rules for programs, for systems, and for devices, each 2 bytes: how many, and the rules;
 *   <li>each rule: 1 byte: 1 if upper and lower case are the same to it, 2 bytes of length, the regular expression, 1 byte: how many
 *       replacements, of each 2 bytes of length ({@link #NO_TEXT}: there is none) and the text, and clauses, of all of which a text needs a
 *       literal;
 *   <li>clauses: 1 byte: how many, 2 bytes: each one's number.
 * </ul>
 */
public final class AgentRules {

    /** Where the resource is: beside this class. */
    public static final String RESOURCE = "agent-rules.bin";

    /** Stands for the length of a text that is not there. */
    public static final int NO_TEXT = 0xFFFF;

    private final LiteralIndex literals;
    private final AgentRule[] programs;
    private final AgentRule[] systems;
    private final AgentRule[] devices;

    private AgentRules(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        int clauses = in.getShort();
        int count = in.getShort();
        literals = new LiteralIndex(file, count, clauses);
        for (int literal = 1; literal <= count; literal++) {
            int length = in.get();
            int start = in.position();
            int place = in.position(start + length).get();
            literals.put(literal, start, length, place, clauses(in));
        }
        programs = rules(in);
        systems = rules(in);
        devices = rules(in);
    }

    /** Reads what the build has prepared; nothing is compiled yet. */
    static AgentRules open() {
        try (InputStream in = AgentRules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + RESOURCE);
            }
            return new AgentRules(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
        }
    }

    private static AgentRule[] rules(ByteBuffer in) {
        AgentRule[] rules = new AgentRule[in.getShort()];
        for (int i = 0; i < rules.length; i++) {
            boolean ignoresCase = in.get() == 1;
            int length = in.getShort() & 0xFFFF;
            int at = in.position();
            in.position(at + length);
            String[] replacements = new String[in.get()];
            for (int r = 0; r < replacements.length; r++) {
                replacements[r] = text(in);
            }
            rules[i] = new AgentRule(in.array(), at, length, ignoresCase, replacements, clauses(in));
        }
        return rules;
    }

    private static String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length == NO_TEXT) {
            return null;
        }
        int at = in.position();
        in.position(at + length);
        return new String(in.array(), at, length, StandardCharsets.UTF_8);
    }

    private static short[] clauses(ByteBuffer in) {
        short[] clauses = new short[in.get()];
        for (int i = 0; i < clauses.length; i++) {
            clauses[i] = in.getShort();
        }
        return clauses;
    }

    AgentParts parse(String text) {
        long[] found = literals.find(text);
        String[] program = program(text, found);
        String[] system = system(text, found);
        return new AgentParts(
                program[0],
                Arrays.copyOfRange(program, 1, 4),
                system[0],
                Arrays.copyOfRange(system, 1, 5),
                device(text, found));
    }

    private String[] program(String text, long[] found) {
        for (AgentRule rule : programs) {
            String[] parts = rule.mayMatch(found) ? rule.program(text) : null;
            if (parts != null) {
                return parts;
            }
        }
        return new String[] {AgentParts.OTHER, null, null, null};
    }

    private String[] system(String text, long[] found) {
        for (AgentRule rule : systems) {
            String[] parts = rule.mayMatch(found) ? rule.system(text) : null;
            if (parts != null) {
                return parts;
            }
        }
        return new String[] {AgentParts.OTHER, null, null, null, null};
    }

    private String device(String text, long[] found) {
        for (AgentRule rule : devices) {
            String device = rule.mayMatch(found) ? rule.device(text) : null;
            if (device != null) {
                return device;
            }
        }
        return AgentParts.OTHER;
    }
}
