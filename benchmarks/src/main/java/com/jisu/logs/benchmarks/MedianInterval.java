package com.jisu.logs.benchmarks;

import java.util.List;

/**
 * The median of some values and where the true one lies with a confidence of 95 %, whatever their distribution: from the
 * k-th lowest to the k-th highest value, by the sign test (W. J. Conover, Practical Nonparametric Statistics, 3.2). Fewer
 * than six values have no such interval: then it is from the lowest to the highest.
 */
record MedianInterval(double median, double low, double high) {

    private static final double ERROR = 0.05;

    /** @throws IllegalArgumentException if there are no values */
    static MedianInterval of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("there are no values");
        }
        double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        int outside = outside(n);
        return new MedianInterval(median, sorted[outside], sorted[n - 1 - outside]);
    }

    /** How many values at each end lie outside of the interval. */
    private static int outside(int n) {
        double term = Math.pow(0.5, n); // the probability that none is below the median
        double sum = term;
        int outside = 0;
        while (2 * (sum + term * (n - outside) / (outside + 1)) <= ERROR) {
            term = term * (n - outside) / (outside + 1);
            sum += term;
            outside++;
        }
        return outside;
    }
}
