/** The chart as Helm renders it. Not null-marked: a null in a test is a failing test, and manifests are maps. */
package io.sightline.chart;
