package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What became of one plug-in: a row of the report. Used by one thread. */
final class Row {

    /** In short. */
    enum Verdict {
        CARRIED_OVER("carried over"),
        DIFFERENT("carried over with a difference"),
        LEFT_OUT("left out"),
        NOT_NEEDED("not needed");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Place place;
    private final String section;
    private final String plugin;
    private final Set<String> losses = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private Verdict verdict = Verdict.CARRIED_OVER;
    private boolean loss;

    /** @param section input, filter, output or if */
    Row(Place place, String section, String plugin) {
        this.place = place;
        this.section = section;
        this.plugin = plugin;
    }

    Place place() {
        return place;
    }

    String section() {
        return section;
    }

    String plugin() {
        return plugin;
    }

    Verdict verdict() {
        return verdict;
    }

    /** What was lost stands first. */
    List<String> notes() {
        Set<String> all = new LinkedHashSet<>(losses);
        all.addAll(notes);
        return new ArrayList<>(all);
    }

    /** Whether documents are others than Logstash's, for good. */
    boolean isLoss() {
        return loss;
    }

    /** It does something else in rare cases, or by its nature. */
    void differs(String how) {
        notes.add(how);
        differs();
    }

    private void differs() {
        if (verdict == Verdict.CARRIED_OVER) {
            verdict = Verdict.DIFFERENT;
        }
    }

    /** A part of it that changes documents is not there. */
    void loses(String what) {
        losses.add(what);
        differs();
        loss = true;
    }

    /** Nothing of it is there, and documents miss it. */
    void leftOut(String whyAndInstead) {
        losses.add(whyAndInstead);
        verdict = Verdict.LEFT_OUT;
        loss = true;
    }

    /** Nothing of it is there, and documents do not miss it. */
    void notNeeded(String why) {
        notes.add(why);
        verdict = Verdict.NOT_NEEDED;
    }
}
