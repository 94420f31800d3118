package io.sightline.demo;

/**
 * A frame that the broker has acknowledged.
 *
 * @param number of the frame in its run, from 0
 * @param place where its record lies
 */
public record SentFrame(int number, String sourceId, String name, RecordPlace place) {}
