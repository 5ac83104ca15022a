-- Glicko-2 (https://www.glicko.net/glicko/glicko2.pdf): ratings of players against neurons. One rating period is one
-- round. src/lib/game/glicko2.ts says the same; both are held to the paper's example.
create type game.rating as (rating double precision, deviation double precision, volatility double precision);

create function game.glicko_g(phi double precision) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select 1 / sqrt(1 + 3 * phi * phi / (pi() * pi()))
$$;

-- Step 5 of the paper: the new volatility, by the Illinois variant of regula falsi.
create function game.glicko_volatility(
	phi double precision, sigma double precision, delta double precision, v double precision
) returns double precision
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	tau constant double precision := 0.5;
	epsilon constant double precision := 0.000001;
	a double precision := ln(sigma * sigma);
	low double precision := a;
	high double precision;
	f_low double precision;
	f_high double precision;
	middle double precision;
	f_middle double precision;
begin
	if delta * delta > phi * phi + v then
		high := ln(delta * delta - phi * phi - v);
	else
		high := a - tau;
		while game.glicko_f(high, a, phi, delta, v, tau) < 0 loop
			high := high - tau;
		end loop;
	end if;
	f_low := game.glicko_f(low, a, phi, delta, v, tau);
	f_high := game.glicko_f(high, a, phi, delta, v, tau);
	-- Bounded for safety; it converges in a few steps.
	for step in 1 .. 100 loop
		exit when abs(high - low) <= epsilon;
		middle := low + (low - high) * f_low / (f_high - f_low);
		f_middle := game.glicko_f(middle, a, phi, delta, v, tau);
		if f_middle * f_high <= 0 then
			low := high;
			f_low := f_high;
		else
			f_low := f_low / 2;
		end if;
		high := middle;
		f_high := f_middle;
	end loop;
	return exp(low / 2);
end $$;

create function game.glicko_f(
	x double precision, a double precision, phi double precision, delta double precision, v double precision,
	tau double precision
) returns double precision
language sql immutable parallel safe set search_path = '' as $$
	select exp(x) * (delta * delta - phi * phi - v - exp(x)) / (2 * (phi * phi + v + exp(x)) ^ 2)
		- (x - a) / (tau * tau)
$$;

-- The rating after one period with these games: opponents' ratings and deviations, and scores from 0 to 1. The
-- deviation stays between 45 and 350.
create function game.glicko2(
	before game.rating, opponents double precision[], deviations double precision[], scores double precision[]
) returns game.rating
language plpgsql immutable parallel safe set search_path = '' as $$
declare
	scale constant double precision := 173.7178;
	mu double precision := (before.rating - 1500) / scale;
	phi double precision := before.deviation / scale;
	information double precision := 0;
	surprise double precision := 0;
	g double precision;
	expected double precision;
	v double precision;
	sigma double precision;
	new_phi double precision;
begin
	for i in 1 .. cardinality(opponents) loop
		g := game.glicko_g(deviations[i] / scale);
		expected := 1 / (1 + exp(-g * (mu - (opponents[i] - 1500) / scale)));
		information := information + g * g * expected * (1 - expected);
		surprise := surprise + g * (scores[i] - expected);
	end loop;
	v := 1 / information;
	sigma := game.glicko_volatility(phi, before.volatility, v * surprise, v);
	new_phi := 1 / sqrt(1 / (phi * phi + sigma * sigma) + information);
	return row(
		scale * (mu + new_phi * new_phi * surprise) + 1500,
		greatest(45, least(350, scale * new_phi)),
		sigma
	)::game.rating;
end $$;
