from chat.rates import Bucket


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def taken(bucket, tries):
    return sum(bucket.take() for _ in range(tries))


def test_the_rate_is_what_one_may_take_at_once():
    assert taken(Bucket(5, now=Clock()), 10) == 5


def test_it_refills_with_time_up_to_the_burst():
    clock = Clock()
    bucket = Bucket(5, burst=10, now=clock)
    assert taken(bucket, 20) == 10
    clock.now = 1.0
    assert taken(bucket, 20) == 5
    clock.now = 100.0
    assert taken(bucket, 20) == 10


def test_a_rate_of_zero_lifts_the_limit():
    assert taken(Bucket(0), 1000) == 1000


def test_tokens_are_taken_together_or_not_at_all():
    bucket = Bucket(10, burst=100, now=Clock())
    assert bucket.take(60)
    assert not bucket.take(60)
    assert bucket.take(40)


def test_it_is_full_again_after_a_while():
    clock = Clock()
    bucket = Bucket(5, burst=10, now=clock)
    assert bucket.is_full()
    bucket.take(10)
    assert not bucket.is_full()
    clock.now = 2.0
    assert bucket.is_full()
