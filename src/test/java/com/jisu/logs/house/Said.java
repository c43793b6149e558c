package com.jisu.logs.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a package-info.java says that its package imports: the rooms in {@code {@code …}} from "Imports" or "May import" to the next full
 * stop or semicolon. A wing of the same module goes by its name, others as {@code records.tls}, a module's front as {@code records}.
 * "every wing below it" is said instead of the names of its module's wings.
 */
record Said(Plan.Room room, boolean everyWing, Set<String> named, Set<String> imported) {

    static final Pattern IMPORTS = Pattern.compile("(?:Imports|May import) (?:[^.;]|\\.(?! ))*");

    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z.]+)}");

    static String textBeside(Path source) throws IOException {
        Path info = source.resolveSibling("package-info.java");
        return Files.exists(info) ? Files.readString(info).replaceAll("[\\s*]+", " ") : "";
    }

    static Said of(Plan.Room room, Path source, Plan plan) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher imports = IMPORTS.matcher(textBeside(source));
        String sentence = imports.find() ? imports.group() : "";
        Matcher name = NAME.matcher(sentence);
        while (name.find()) {
            Plan.Room beside = new Plan.Room(room.module(), name.group(1));
            boolean isBeside = plan.rooms().contains(beside.toString());
            named.add((isBeside ? beside : plan.room(Plan.ROOT + name.group(1))).toString());
        }
        return new Said(room, sentence.contains("every wing below it"), named, new TreeSet<>());
    }

    /** Takes note of an import. That the plan allows it, others look at. */
    void imports(Plan.Room other) {
        boolean isWing = other.module().equals(room.module());
        if (!other.equals(room) && !(everyWing && isWing)) {
            imported.add(other.toString());
        }
    }
}
