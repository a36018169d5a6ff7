#!/usr/bin/env perl
# Runs a command and prints the most memory that it and all that it started held at one time, and how long it took.
#   tree-memory.pl COMMAND ARGUMENT...      memory is the sum of PSS, so that a page that several share counts once
use strict;
use warnings;
use Time::HiRes qw(sleep time);

my $start = time;
my $child = fork // die "fork: $!";
if ($child == 0) {
    open STDOUT, '>', '/dev/null';
    open STDERR, '>', '/dev/null';
    exec @ARGV or exit 127;
}

my ($most, $largest) = (0, 0);
until (waitpid($child, 1)) {
    my %parent;
    for my $file (glob '/proc/[0-9]*/stat') {
        open my $stat, '<', $file or next;
        my $line = <$stat> // next;
        $parent{$1} = $2 if $line =~ /^(\d+) \(.*\) \S (\d+)/s;
    }
    my $sum = 0;
    for my $process (keys %parent) {
        my $up = $process;
        $up = $parent{$up} // 0 while $up > 1 && $up != $child;
        next unless $up == $child;
        open my $rollup, '<', "/proc/$process/smaps_rollup" or next;
        while (<$rollup>) {
            next unless /^Pss:\s+(\d+)/;
            $sum += $1;
            $largest = $1 if $1 > $largest;
        }
    }
    $most = $sum if $sum > $most;
    sleep 0.05;
}
die "the command failed: @ARGV\n" if $?;
printf "%d MB together, %d MB the largest process, %.1f s\n", $most / 1024, $largest / 1024, time - $start;
