package io.sightline.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All contestants of one cell, round by round; who is first in a round is last in the next but some. */
final class Duel {
    static final String SIGHTLINE = "Sightline";
    static final String LOOP = "in-process loop";
    static final String FASTAPI = "FastAPI";

    private final Cell cell;
    private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

    Duel(Cell cell) {
        this.cell = cell;
    }

    /** Someone who can be measured. */
    interface Contestant {
        Outcome run(Cell cell) throws Exception;
    }

    Cell cell() {
        return cell;
    }

    void round(int number, Map<String, Contestant> contestants) throws Exception {
        var order = new ArrayList<>(contestants.keySet());
        Collections.rotate(order, number);
        for (var name : order) {
            var contestant = contestants.get(name);
            if (contestant != null) {
                outcomes.computeIfAbsent(name, unknown -> new ArrayList<>()).add(contestant.run(cell));
            }
        }
    }

    /** Everyone who was in a round, in the order of the first. */
    List<String> names() {
        return List.copyOf(outcomes.keySet());
    }

    /** Median over the rounds of a figure of one of them. */
    double figure(String name, ToDoubleFunction<Outcome> figure) {
        return Figure.median(outcomes.getOrDefault(name, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList());
    }

    /** Median over the rounds of how one stands to another in the same round. */
    double ratio(String name, String other, ToDoubleFunction<Outcome> figure) {
        return Figure.median(ratios(name, other, figure));
    }

    /** How one stands to another, round by round. */
    List<Double> ratios(String name, String other, ToDoubleFunction<Outcome> figure) {
        var ones = outcomes.getOrDefault(name, List.of());
        var others = outcomes.getOrDefault(other, List.of());
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < Math.min(ones.size(), others.size()); round++) {
            ratios.add(figure.applyAsDouble(ones.get(round)) / figure.applyAsDouble(others.get(round)));
        }
        return ratios;
    }

    /** Whichever of the FastAPI configurations is fastest here. */
    String bestPeer() {
        return outcomes.keySet().stream()
                .filter(name -> name.startsWith(FASTAPI))
                .max(Comparator.comparingDouble(name -> figure(name, Outcome::rate)))
                .orElseThrow();
    }

    void report(Report report) {
        report(report, LOOP);
    }

    /** @param mark contestant that the others are compared with */
    void report(Report report, String mark) {
        for (var name : outcomes.keySet().stream().sorted().toList()) {
            var row = new LinkedHashMap<String, Object>();
            row.put("picture", cell.size());
            row.put("clients", cell.clients());
            row.put("server", name);
            row.put("/s", figure(name, Outcome::rate));
            row.put(mark.equals(LOOP) ? "by loop" : "by bare", ratio(name, mark, Outcome::rate));
            row.put("p50 ms", figure(name, Outcome::p50));
            row.put("p99 ms", figure(name, Outcome::p99));
            row.put("CPU ms", figure(name, Outcome::cpu));
            row.put("RSS MB", figure(name, Outcome::rss));
            row.put("503", figure(name, Outcome::refused));
            row.put("failed", figure(name, Outcome::failed));
            row.put("client CPU", figure(name, Outcome::clientShare));
            report.row(row);
        }
    }
}
