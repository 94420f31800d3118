/** The chart on a real cluster: what is done to pods and nodes there, and what becomes of the records meanwhile. */
@org.jspecify.annotations.NullMarked
package io.sightline.fault.cluster;
