package com.jisu.logs.parsers.prepare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each text has in which a part of a regular expression is found: of each clause at least one literal. A part that matches nothing
 * but a few texts is {@code exact}; any other begins with a text of {@code prefix} and ends with one of {@code suffix}. All
 * literals are ASCII and in lower case, as for a text that was brought to lower case.
 *
 * @param exact null if it is not known to match only a few texts
 */
record Needs(Set<String> exact, Set<String> prefix, Set<String> suffix, List<Set<String>> clauses) {

    /** Shorter ones are in nearly every text. */
    static final int SHORTEST = 3;

    /** As many texts are told apart, before less is known of them. */
    static final int MOST_TEXTS = 64;

    static final Set<String> EMPTY = Set.of("");

    /** Matches what it likes. */
    static final Needs NOTHING = new Needs(null, EMPTY, EMPTY, List.of());

    static Needs exactly(Set<String> texts) {
        return texts.size() > MOST_TEXTS
                ? new Needs(null, EMPTY, EMPTY, clause(texts))
                : new Needs(texts, texts, texts, clause(texts));
    }

    /** One clause, or none where a text is too short to be looked for. */
    static List<Set<String>> clause(Set<String> texts) {
        if (texts.stream().anyMatch(text -> text.length() < SHORTEST)) {
            return List.of();
        }
        Set<String> shortest = new TreeSet<>();
        texts.stream().sorted(Comparator.comparingInt(String::length)).forEach(text -> {
            if (shortest.stream().noneMatch(text::contains)) {
                shortest.add(text);
            }
        });
        return List.of(shortest);
    }

    /** One of several. */
    static Needs anyOf(List<Needs> alternatives) {
        if (alternatives.size() == 1) {
            return alternatives.get(0);
        }
        if (alternatives.stream().allMatch(each -> each.exact != null)) {
            return exactly(union(alternatives.stream().map(Needs::exact).toList()));
        }
        Set<String> either = new TreeSet<>();
        boolean known = true;
        for (Needs each : alternatives) {
            known &= !each.clauses.isEmpty();
            each.clauses.stream().max(BY_WORTH).ifPresent(either::addAll);
        }
        return new Needs(
                null,
                few(union(alternatives.stream().map(Needs::prefix).toList())),
                few(union(alternatives.stream().map(Needs::suffix).toList())),
                known ? clause(either) : List.of());
    }

    /** The same, so many times in a row; {@code most} is below 0 where there is no limit. */
    Needs times(int least, int most) {
        if (least == 0) {
            return exact != null && most == 1 ? exactly(union(List.of(exact, EMPTY))) : NOTHING;
        }
        if (least == 1 && most == 1) {
            return this;
        }
        if (exact != null && least == most && Math.pow(exact.size(), least) <= MOST_TEXTS) {
            Set<String> texts = EMPTY;
            for (int i = 0; i < least; i++) {
                texts = product(texts, exact);
            }
            return exactly(texts);
        }
        return new Needs(null, prefix, suffix, clauses);
    }

    /** Parts one after the other. */
    static Needs inARow(List<Needs> parts) {
        List<Set<String>> clauses = new ArrayList<>();
        Set<String> prefix = null;
        Set<String> run = EMPTY;
        for (Needs part : parts) {
            Set<String> joined = product(run, part.prefix);
            if (joined.size() <= MOST_TEXTS && part.exact != null) {
                run = joined;
                continue;
            }
            boolean fits = joined.size() <= MOST_TEXTS;
            clauses.addAll(clause(fits ? joined : run));
            clauses.addAll(part.clauses);
            prefix = prefix != null ? prefix : fits ? joined : run;
            run = part.suffix;
        }
        if (prefix == null) {
            return exactly(run);
        }
        clauses.addAll(clause(run));
        return new Needs(null, prefix, run, withoutImplied(clauses));
    }

    /** Clauses that say more first. */
    private static List<Set<String>> withoutImplied(List<Set<String>> clauses) {
        List<Set<String>> kept = new ArrayList<>();
        clauses.stream().sorted(BY_WORTH.reversed()).forEach(clause -> {
            if (kept.stream().noneMatch(other -> implies(other, clause))) {
                kept.add(clause);
            }
        });
        return kept;
    }

    private static boolean implies(Set<String> clause, Set<String> other) {
        return clause.stream().allMatch(text -> other.stream().anyMatch(text::contains));
    }

    private static final Comparator<Set<String>> BY_WORTH = Comparator.<Set<String>>comparingInt(
                    clause -> clause.stream().mapToInt(String::length).min().orElse(0))
            .thenComparing(Comparator.<Set<String>>comparingInt(Set::size).reversed());

    private static Set<String> few(Set<String> texts) {
        return texts.size() > MOST_TEXTS ? EMPTY : texts;
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> union = new TreeSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    private static Set<String> product(Set<String> left, Set<String> right) {
        Set<String> product = new TreeSet<>();
        for (String begin : left) {
            for (String end : right) {
                product.add(begin + end);
            }
        }
        return product;
    }
}
