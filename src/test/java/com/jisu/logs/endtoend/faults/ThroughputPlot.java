package com.jisu.logs.endtoend.faults;

import com.jisu.logs.endtoend.faults.Recorder.Sample;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a scenario as SVG: above how many events per second went in and out, below how many were behind. */
final class ThroughputPlot {

    private static final int WIDTH = 1100;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int HEIGHT = 180;
    private static final int ABOVE = 60;
    private static final int BELOW = 330;
    private static final int LABEL_ROWS = 4;

    /** Rates are taken over this many samples, half a second each: commits come once a second. */
    private static final int SMOOTHED = 4;

    /** Where samples are further apart, nothing is known, and no line is drawn. */
    private static final double GAP_SECONDS = 3;

    private final Report.Outcome outcome;
    private final List<Sample> samples;
    private final StringBuilder svg = new StringBuilder();

    ThroughputPlot(Report.Outcome outcome) {
        this.outcome = outcome;
        this.samples = outcome.samples();
    }

    String svg() {
        double rateTop = nice(Math.max(maxRate(Sample::acknowledged), maxRate(Sample::indexed)));
        double behindTop =
                nice(samples.stream().mapToDouble(Sample::behind).max().orElse(1));
        line(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
                WIDTH, BELOW + HEIGHT + 40);
        line("<rect width='100%%' height='100%%' fill='white'/>");
        text(LEFT, 22, "start", 15, title());
        faults();
        axes(ABOVE, rateTop, "events/s");
        rate(ABOVE, rateTop, Sample::acknowledged, "#1f6feb");
        rate(ABOVE, rateTop, Sample::indexed, "#2da44e");
        legend();
        axes(BELOW, behindTop, "events behind");
        curve(BELOW, behindTop, 0, Sample::behind, "#bf3989");
        seconds();
        line("</svg>");
        return svg.toString();
    }

    private String title() {
        return String.format(
                Locale.ROOT,
                "%s: %.0f events/s, %,d events, seed %d",
                outcome.scenario(),
                outcome.rate(),
                outcome.events(),
                outcome.seed());
    }

    /** A grey band while a fault lasts, a lighter one until the pipeline has caught up. */
    private void faults() {
        for (Fault fault : outcome.faults()) {
            double caughtUp = Double.isNaN(fault.caughtUp()) ? fault.end() : fault.caughtUp();
            band(fault.end(), caughtUp, "#fff4d6");
            band(fault.begin(), fault.end(), "#ffc9c2");
        }
        int number = 0;
        for (Fault fault : outcome.faults()) {
            int labelAt = ABOVE + HEIGHT + 20 + number++ % LABEL_ROWS * 13;
            text(x(fault.begin()), labelAt, "start", 10, fault.what());
        }
    }

    private void band(double from, double to, String colour) {
        line(
                "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'/>",
                x(from), ABOVE, Math.max(1, x(to) - x(from)), BELOW + HEIGHT - ABOVE, colour);
    }

    private void axes(int top, double max, String unit) {
        line(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#888'/>",
                LEFT, top, WIDTH - LEFT - RIGHT, HEIGHT);
        for (int i = 0; i <= 4; i++) {
            double y = top + HEIGHT - HEIGHT * i / 4.0;
            line("<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>", LEFT, WIDTH - RIGHT, y, y);
            text(LEFT - 6, y + 4, "end", 12, String.format(Locale.ROOT, "%,.0f", max * i / 4));
        }
        text(LEFT, top - 6, "start", 12, unit);
    }

    private void seconds() {
        double step = nice(outcome.end() / 10);
        for (double at = 0; at <= outcome.end(); at += step) {
            text(x(at), BELOW + HEIGHT + 18, "middle", 12, String.format(Locale.ROOT, "%.0f s", at));
        }
    }

    private void legend() {
        text(LEFT + 80, ABOVE - 6, "start", 12, "acknowledged", "#1f6feb");
        text(LEFT + 180, ABOVE - 6, "start", 12, "indexed", "#2da44e");
        text(LEFT + 250, ABOVE - 6, "start", 12, "(red: the fault; yellow: catching up)", "#666");
    }

    private void rate(int top, double max, ToDoubleFunction<Sample> count, String colour) {
        curve(top, max, SMOOTHED, count, colour);
    }

    /** @param over draws how fast the value grows over so many samples; 0 draws the value itself */
    private void curve(int top, double max, int over, ToDoubleFunction<Sample> value, String colour) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = over; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            boolean known = i == 0 || sample.at() - samples.get(i - 1).at() < GAP_SECONDS;
            double drawn = over == 0 ? value.applyAsDouble(sample) : growth(i, over, value);
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    pen && known ? "L" : "M",
                    x(sample.at()),
                    top + HEIGHT - HEIGHT * Math.min(1, Math.max(0, drawn) / max)));
            pen = true;
        }
        line("<path d='%s' fill='none' stroke='%s' stroke-width='1.4'/>", path, colour);
    }

    private double growth(int i, int over, ToDoubleFunction<Sample> count) {
        Sample now = samples.get(i);
        Sample before = samples.get(i - over);
        return (count.applyAsDouble(now) - count.applyAsDouble(before)) / (now.at() - before.at());
    }

    private double maxRate(ToDoubleFunction<Sample> count) {
        double max = 1;
        for (int i = SMOOTHED; i < samples.size(); i++) {
            max = Math.max(max, growth(i, SMOOTHED, count));
        }
        return max;
    }

    /** The next larger of 1, 2, 4, 5, 8 times a power of ten. */
    private static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
        for (double factor : new double[] {1, 2, 4, 5, 8}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private double x(double seconds) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, seconds / outcome.end());
    }

    private void text(double x, double y, String anchor, int size, String text) {
        text(x, y, anchor, size, text, "#222");
    }

    private void text(double x, double y, String anchor, int size, String text, String colour) {
        line(
                "<text x='%.1f' y='%.1f' text-anchor='%s' font-size='%d' fill='%s'>%s</text>",
                x, y, anchor, size, colour, text);
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
